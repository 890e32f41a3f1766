"""A small made-up town of messages: three categories, plain enough to be told apart."""

import random

import pytest

from wangge.classification.training import train

TOPICS = {
    "卫生": ["垃圾", "清运", "异味", "保洁", "垃圾桶", "卫生间", "污水", "蚊虫"],
    "停车": ["停车", "车位", "占道", "违停", "车辆", "挪车", "道闸", "充电桩"],
    "噪声": ["噪声", "施工", "夜间", "音响", "广场舞", "喇叭", "吵闹", "睡觉"],
}
FILLERS = ["小区", "居民", "请", "尽快", "处理", "多次", "反映", "楼下", "门口", "一直", "希望", "帮忙"]


def message(topic, dice):
    """An invented message of twelve words, five of them of its topic."""
    chosen = dice.choices(TOPICS[topic], k=5) + dice.sample(FILLERS, k=7)
    dice.shuffle(chosen)
    return " ".join(chosen)


def messages(number, seed):
    """That many invented messages and their labels."""
    dice = random.Random(seed)  # noqa: S311 - a seeded pretence
    labels = [dice.choice(list(TOPICS)) for _ in range(number)]
    return [message(label, dice) for label in labels], labels


@pytest.fixture(scope="session")
def town():
    return messages(150, seed=1)


@pytest.fixture(scope="session")
def model(town):
    return train(*town, trained_on="2026-11-22")


@pytest.fixture
def messages_of():
    return lambda number, seed: messages(number, seed)[0]


@pytest.fixture(scope="session")
def fresh():
    return messages(60, seed=2)
