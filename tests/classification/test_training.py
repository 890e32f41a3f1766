import pytest

from wangge.classification.calibration import Aim
from wangge.classification.errors import NothingShared, TooFewExamples
from wangge.classification.training import train


def test_it_tells_the_categories_of_messages_it_has_not_seen(model, fresh):
    texts, labels = fresh
    predictions = model.predict(texts)
    assert sum(p.best == label for p, label in zip(predictions, labels, strict=True)) >= 0.95 * len(labels)
    assert model.card.macro_f1 > 0.9


def test_the_threshold_decides_whether_it_answers(model, fresh):
    for prediction in model.predict(fresh[0]):
        assert prediction.abstained == (prediction.margin < model.card.threshold)
        assert prediction.label == (None if prediction.abstained else prediction.best)
        assert prediction.version == model.version
        assert prediction.ranked[0] == prediction.best


def test_coverage_comes_near_what_was_aimed_at(model):
    assert model.card.coverage == pytest.approx(0.8, abs=0.01)
    assert model.card.answered_accuracy >= model.card.accuracy


def test_it_abstains_on_what_it_knows_nothing_of(model):
    for prediction in model.predict(["", "   ", "xyzzy"]):
        assert prediction.abstained
        assert prediction.margin == 0


def test_one_by_one_is_the_same_as_in_bulk(model, fresh):
    assert [model.predict([text])[0] for text in fresh[0]] == model.predict(fresh[0])
    assert model.predict([]) == []


def test_raw_texts_are_understood_by_a_model_of_segmented_ones(model):
    prediction = model.predict(["小区门口垃圾桶满了没有人清运，异味很大，污水流到楼下，蚊虫很多"])[0]
    assert prediction.best == "卫生"


def test_the_same_examples_give_the_same_model(town, model):
    assert train(*town, trained_on="2026-11-22").version == model.version
    assert train(*town, trained_on="2026-11-23").version != model.version


def test_a_rare_label_is_left_out_and_named(town):
    texts, labels = town
    card = train([*texts, "井盖 丢 了 很 危险"], [*labels, "井盖"], trained_on="2026-11-22").card
    assert card.left_out == {"井盖": 1}
    assert "井盖" not in card.labels
    assert card.rows == len(texts)


def test_one_message_copied_is_no_evidence(town):
    texts, labels = town
    copies = ["井盖 丢 了 很 危险"] * 20
    card = train([*texts, *copies], [*labels, *(["井盖"] * 20)], trained_on="2026-11-22").card
    assert card.left_out == {"井盖": 20}


def test_two_labels_are_enough(town):
    pairs = [(text, label) for text, label in zip(*town, strict=True) if label != "噪声"]
    model = train(*zip(*pairs, strict=True), trained_on="2026-11-22", aim=Aim("accuracy", 0.9))
    assert model.predict(["违停 车辆 占道"])[0].best == "停车"
    assert model.predict(["垃圾 异味 保洁"])[0].best == "卫生"
    assert model.card.answered_accuracy >= 0.9


def test_one_label_is_not(town):
    with pytest.raises(TooFewExamples, match="two are needed"):
        train(town[0], ["卫生"] * len(town[0]), trained_on="2026-11-22")
    with pytest.raises(TooFewExamples):
        train([], [], trained_on="2026-11-22")


def test_texts_without_a_word_in_common_teach_nothing():
    texts = [chr(0x4E00 + number) for number in range(10)]
    with pytest.raises(NothingShared, match="text column"):
        train(texts, ["市政", "卫生"] * 5, trained_on="2026-11-22")


def test_progress_is_told(town):
    told = []
    train(*town, trained_on="2026-11-22", progress=lambda *step: told.append(step))
    assert told[0] == ("comparing", 0, 1)
    assert ("reading", 150, 150) in told
    assert told[-1] == ("folds", 5, 5)
