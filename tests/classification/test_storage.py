import dataclasses
import json
import pickle

import numpy as np
import pytest

from wangge.classification import storage
from wangge.classification.errors import AlteredModel, OtherSoftware, UnknownModel


@pytest.fixture
def file(model, tmp_path):
    storage.save(model, to=tmp_path / "messages.model")
    return tmp_path / "messages.model"


def rewrite(file, **changed):
    with np.load(file) as archive:
        arrays = {**archive}
    text = json.loads(arrays["text"].tobytes().decode())
    text.update(changed.pop("text", {}))
    arrays["text"] = np.frombuffer(json.dumps(text).encode(), dtype=np.uint8)
    with file.open("wb") as out:
        np.savez(out, **{**arrays, **changed})


def test_a_model_comes_back_as_it_went(model, file, fresh):
    loaded = storage.load(file)
    assert loaded.version == model.version
    assert loaded.card == model.card
    assert loaded.predict(fresh[0]) == model.predict(fresh[0])
    assert [path.name for path in file.parent.iterdir()] == ["messages.model"]


def test_saving_twice_gives_the_same_bytes(model, file, tmp_path):
    storage.save(model, to=tmp_path / "again.model")
    assert (tmp_path / "again.model").read_bytes() == file.read_bytes()


def test_a_changed_threshold_is_noticed(model, file):
    card = {**dataclasses.asdict(model.card), "threshold": 0.0}
    rewrite(file, text={"card": card})
    with pytest.raises(AlteredModel, match="altered"):
        storage.load(file)


def test_a_changed_plane_is_noticed(model, file):
    rewrite(file, planes=-model.planes)
    with pytest.raises(AlteredModel):
        storage.load(file)


def test_a_model_of_another_scikit_learn_is_refused(model, file):
    rewrite(file, text={"card": {**dataclasses.asdict(model.card), "sklearn": "0.1"}})
    with pytest.raises(OtherSoftware, match=r"scikit-learn 0\.1"):
        storage.load(file)


@pytest.mark.parametrize("damage", [{"words": ["一"]}, {"card": {"sklearn": "0"}}, {"format": "x"}])
def test_parts_that_do_not_fit_are_refused(file, damage):
    rewrite(file, text=damage)
    with pytest.raises((UnknownModel, OtherSoftware, AlteredModel)):
        storage.load(file)


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("a pickle was run",))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", pickle.dumps(Trap())])
def test_what_is_no_model_is_refused_and_never_run(tmp_path, content):
    (tmp_path / "other").write_bytes(content)
    with pytest.raises(UnknownModel, match="other"):
        storage.load(tmp_path / "other")


def test_a_pickle_within_is_never_run(file):
    rewrite(file, grams=np.array([Trap()], dtype=object))
    with pytest.raises(UnknownModel):
        storage.load(file)


def test_damage_anywhere_is_refused(file):
    whole = file.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 40, 1)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert storage.load(file).version
        except (UnknownModel, AlteredModel, OtherSoftware):
            continue


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnknownModel):
        storage.load(tmp_path / "none")
