"""The progress bar is silent in a pipe."""

from ptassist.cli.progress import progress_bar


def test_a_bar_writes_nothing_where_stderr_is_no_terminal(capsys):
    with progress_bar("encoding", 0) as bar:
        bar.to(1, 10)
        bar.advance(9)
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "")
