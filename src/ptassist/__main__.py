"""`python -m ptassist` is the command `ptassist`."""

from ptassist.cli.app import main

if __name__ == "__main__":
    main()
