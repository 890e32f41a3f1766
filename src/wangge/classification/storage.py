"""A model as one file: arrays and plain text in a numpy archive, so that loading one never runs code."""

import json
import os
import tempfile
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from wangge.classification.errors import AlteredModel, OtherSoftware, UnknownModel
from wangge.classification.model import Card, Model
from wangge.classification.vectors import Vocabulary, Weights

FORMAT = "wangge-classifier-1"
ARRAYS = {
    "grams": np.int64,
    "scale": np.float32,
    "planes": np.float32,
    "offsets": np.float32,
    "text": np.uint8,
}
UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error, KeyError, TypeError, ValueError, AttributeError)


def save(model: Model, *, to: Path) -> None:
    """Write the model; a file already there is replaced whole or not at all."""
    text = {
        "format": FORMAT,
        "version": model.version,
        "card": model.card.__dict__,
        "words": model.vocabulary.words,
    }
    with tempfile.NamedTemporaryFile(dir=to.parent, prefix=to.name, delete=False) as file:
        try:
            np.savez_compressed(
                file,
                grams=model.vocabulary.grams,
                scale=model.weights.scale,
                planes=model.planes,
                offsets=model.offsets,
                text=np.frombuffer(json.dumps(text, ensure_ascii=False).encode(), dtype=np.uint8),
            )
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(to)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def load(file: Path) -> Model:
    """Read a model written by `save`.

    Refuses what is not one, what was altered since (its content no longer gives its version) and what another
    scikit-learn trained. The version shows an altered file, not who wrote it: keep models where only the
    system may write.
    """
    arrays, text = _content(file)
    ours = version("scikit-learn")  # asked of its package: importing it costs every process two seconds
    if text["card"]["sklearn"] != ours:
        raise OtherSoftware(file=file.name, theirs=text["card"]["sklearn"], ours=ours)
    try:
        card = Card(**{**text["card"], "labels": tuple(text["card"]["labels"])})
        vocabulary = Vocabulary(arrays["grams"], tuple(text["words"]))
        weights = Weights(arrays["scale"], len(arrays["grams"]))
        model = Model(vocabulary, weights, arrays["planes"], arrays["offsets"], card)
        altered = model.version != text["version"]
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownModel(file=file.name, reason="its parts do not fit together") from error
    if altered:
        raise AlteredModel(file=file.name)
    return model


def _content(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays by name, and the text part."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in ARRAYS}
        text = json.loads(arrays["text"].tobytes().decode())
        recognised = text["format"] == FORMAT and isinstance(text["card"]["sklearn"], str)
    except UNREADABLE as error:
        raise UnknownModel(file=file.name, reason=str(error) or "it is cut short") from error
    if not recognised or any(arrays[name].dtype != kind for name, kind in ARRAYS.items()):
        raise UnknownModel(file=file.name, reason="it was written by another version")
    return arrays, text
