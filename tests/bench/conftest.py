"""What the measurements share: a screen, projects to measure on, and a line past pytest, which keeps output to itself."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import batched, count
from pathlib import Path

import pytest

from annotator import edits, resources, settings
from annotator.core.article import Article, Publication
from annotator.core.text import article_id
from annotator.store import articles
from annotator.store.people import Person
from annotator.store.project import Project
