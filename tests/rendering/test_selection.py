"""Selections follow the scene: never two at a time, the newest at last."""

from collections.abc import Callable

from netviz.rendering.selection import Selector


class Jobs:
    """Runs nothing until it is told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable, Callable]] = []

    def submit(self, kind, work, done, failed) -> None:
        self.waiting.append((work, done))

    def run(self) -> None:
        work, done = self.waiting.pop(0)
        done(work(None))


def followed(qapp, jobs=None) -> tuple[Selector, list]:
    selector, seen = Selector(), []
    selector.changed.connect(seen.append)
    if jobs is not None:
        selector.use(jobs)
    return selector, seen


def test_without_a_job_thread_it_is_there_at_once(qapp, make_scene) -> None:
    selector, seen = followed(qapp)
    scene = make_scene(digit=False)
    selector.follow(scene, 300)
    (selection,) = seen
    assert selection.edge_key == scene.edge_key
    assert selection.mist
    selector.follow(scene, 300)
    assert len(seen) == 1
    selector.follow(scene, 500)
    assert len(seen) == 1  # too soon after the last one


def test_lines_come_first_and_mist_from_the_job_thread(qapp, make_scene) -> None:
    jobs = Jobs()
    selector, seen = followed(qapp, jobs)
    selector.follow(make_scene(digit=False), 300, at_once=True)
    assert [s.mist for s in seen] == [None]
    jobs.run()
    assert seen[-1].mist
    assert (seen[-1].ids == seen[0].ids).all()


def test_one_at_a_time_and_the_newest_at_last(qapp, qtbot, make_scene) -> None:
    jobs = Jobs()
    selector, seen = followed(qapp, jobs)
    scenes = [make_scene(digit=False, step=step) for step in range(4)]
    for scene in scenes:
        selector.follow(scene, 300)
    assert len(jobs.waiting) == 1
    jobs.run()
    assert seen[-1].edge_key == scenes[0].edge_key
    qtbot.waitUntil(lambda: len(jobs.waiting) == 1, timeout=3000)
    jobs.run()
    assert seen[-1].edge_key == scenes[3].edge_key
    assert jobs.waiting == []


def test_what_comes_too_late_for_another_network_is_dropped(qapp, make_scene) -> None:
    jobs = Jobs()
    selector, seen = followed(qapp, jobs)
    selector.follow(make_scene(digit=False), 300)
    selector.follow(make_scene(sizes=(784, 8, 10), digit=False), 300)
    jobs.run()
    assert seen == []


def test_forgetting_is_final(qapp, make_scene) -> None:
    jobs = Jobs()
    selector, seen = followed(qapp, jobs)
    selector.follow(make_scene(digit=False), 300)
    selector.forget()
    jobs.run()
    assert seen == []
