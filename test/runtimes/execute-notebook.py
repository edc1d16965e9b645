"""Runs a notebook by its kernel, in its own directory, and writes it with what its cells showed."""

import os
import sys

import nbformat
from nbclient import NotebookClient

path = sys.argv[1]
notebook = nbformat.read(path, as_version=4)
resources = {"metadata": {"path": os.path.dirname(path)}}
client = NotebookClient(notebook, timeout=300, iopub_timeout=60, allow_errors=True, resources=resources)
client.execute()
for cell in notebook.cells:
    cell.metadata.pop("execution", None)  # when each cell ran, which differs every time
notebook.metadata.language_info.pop("version", None)
nbformat.write(notebook, path)
