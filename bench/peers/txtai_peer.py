"""txtai: its hybrid index."""

from common import model_path, run, text_of


def build(documents):
    from txtai import Embeddings

    index = Embeddings(path=model_path(), hybrid=True, content=False)
    index.index([(document["_id"], text_of(document), None) for document in documents])
    return lambda question: [name for name, _ in index.search(question, 10)]


run("txtai hybrid", build)
