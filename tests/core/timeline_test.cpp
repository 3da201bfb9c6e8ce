// States of a run kept within a budget.

#include "core/training/timeline.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <functional>
#include <set>

#include "core/storage/timeline_store.h"
#include "core/training/trainer.h"
#include "tests/support/small_run.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::tests;

namespace {

TrainerState stateAt(std::int64_t step, Index parameters = 10) {
    TrainerState state;
    state.parameters = Vector::Constant(parameters, Scalar(step));
    state.optimizer = OptimizerState(parameters);
    state.step = step;
    return state;
}

/// With all that a checkpoint holds.
TrainerState storableStateAt(std::int64_t step, Index parameters = 10) {
    TrainerState state = stateAt(step, parameters);
    state.best.parameters.overwrite() = Vector::Zero(parameters);
    state.lastFinite.overwrite() = {.parameters = Vector::Zero(parameters),
                                    .optimizer = OptimizerState(parameters)};
    return state;
}

TrainerStatePtr shared(TrainerState state) {
    return std::make_shared<const TrainerState>(std::move(state));
}

/// Room for this many states of stateAt(), which share nothing.
std::size_t roomFor(std::size_t states) {
    const StateSize size = stateSize(stateAt(0));
    return states * (size.own + size.shared);
}

std::vector<std::int64_t> steps(const Timeline& timeline) {
    std::vector<std::int64_t> steps;
    for (const TrainerStatePtr& state : timeline.states())
        steps.push_back(state->step);
    return steps;
}

/// Every byte of the vectors, those that states share once.
std::size_t payload(const Timeline& timeline) {
    std::size_t numbers = 0;
    std::set<const void*> seen;
    for (const TrainerStatePtr& state : timeline.states()) {
        numbers += std::size_t(3 * state->parameters.size());
        if (seen.insert(state->best.parameters->data()).second)
            numbers += std::size_t(state->best.parameters->size());
        if (seen.insert(state->lastFinite->parameters.data()).second)
            numbers += std::size_t(3 * state->lastFinite->parameters.size());
    }
    return numbers * sizeof(Scalar);
}

}  // namespace

class TimelineTest : public QObject {
    Q_OBJECT

private slots:
    void theBudgetHoldsAndTheFirstAndTheNewestStay() {
        const std::size_t budget = roomFor(8);
        Timeline timeline(budget);
        for (std::int64_t step = 0; step < 5000; step += 1 + step % 7) {
            timeline.add(shared(stateAt(step)));
            QVERIFY(timeline.bytes() <= budget);
            QVERIFY(payload(timeline) <= timeline.bytes());
            QCOMPARE(timeline.states().front()->step, std::int64_t(0));
            QCOMPARE(timeline.states().back()->step, step);
            QVERIFY(std::ranges::is_sorted(steps(timeline)));
        }
        QCOMPARE(timeline.states().size(), std::size_t(8));
    }

    void whatIsLeftIsSpreadOverTheRun() {
        Timeline timeline(roomFor(20));
        for (std::int64_t step = 0; step < 30000; ++step)
            timeline.add(shared(stateAt(step)));
        const std::vector<std::int64_t> kept = steps(timeline);
        QCOMPARE(kept.size(), std::size_t(20));
        // The last gap grows until it is as long as the others.
        for (std::size_t i = 1; i + 1 < kept.size(); ++i) {
            const std::int64_t gap = kept[i] - kept[i - 1];
            QVERIFY2(gap > 30000 / 20 / 3 && gap < 3 * 30000 / 20, qPrintable(QString::number(gap)));
        }
    }

    void aMillionStatesTakeNoMoreThanAThousand() {
        Timeline timeline(roomFor(100000));
        std::size_t most = 0;
        TrainerState state = stateAt(0, 4);
        for (; state.step < 1000000; ++state.step) {
            timeline.add(shared(state));
            if (state.step == 2000)
                most = timeline.bytes();
        }
        QCOMPARE(timeline.states().size(), Timeline::kMostStates);
        QCOMPARE(timeline.bytes(), most);
    }

    void theBestStateOutlivesOthers() {
        Timeline timeline(roomFor(4));
        TrainerState state = stateAt(0);
        for (; state.step < 1000; ++state.step) {
            if (state.step == 37) {
                state.best.elbo = -1;
                state.best.step = 37;
            }
            timeline.add(shared(state));
            if (state.step >= 37)
                QCOMPARE(timeline.best()->step, std::int64_t(37));
            else
                QVERIFY(!timeline.best());
        }
    }

    void theNewestGoesLast_data() {
        QTest::addColumn<int>("room");
        QTest::addColumn<QList<qint64>>("left");
        QTest::newRow("three") << 3 << QList<qint64>{0, 20, 40};
        QTest::newRow("two") << 2 << QList<qint64>{20, 40};
        QTest::newRow("one") << 1 << QList<qint64>{40};
        QTest::newRow("none") << 0 << QList<qint64>{};
    }

    void theNewestGoesLast() {
        QFETCH(int, room);
        QFETCH(QList<qint64>, left);
        Timeline timeline(roomFor(10));
        TrainerState state;
        for (const std::int64_t step : {0, 10, 20, 30, 40}) {
            state = stateAt(step);
            state.best.elbo = -1;
            state.best.step = 25;
            timeline.add(shared(state));
        }
        timeline.setBudget(roomFor(std::size_t(room)));
        const std::vector<std::int64_t> kept = steps(timeline);
        QCOMPARE(QList<qint64>(kept.begin(), kept.end()), left);
    }

    void whatStatesShareCountsOnce() {
        const Hyperparameters hyperparameters = smallModel();
        Trainer trainer(prepareSample("wine", hyperparameters), hyperparameters, {});
        Timeline timeline(std::size_t(1) << 30);
        // Neither a better model nor a hundredth step between the first two.
        for (int i = 0; i < 2; ++i) {
            trainer.step();
            timeline.add(shared(trainer.state()));
        }
        const StateSize size = stateSize(trainer.state());
        QCOMPARE(timeline.bytes(), 2 * size.own + size.shared);
        QVERIFY(&*timeline.states()[0]->best.parameters == &*timeline.states()[1]->best.parameters);
        const Vector before = *timeline.states()[0]->best.parameters;
        runSteps(trainer, 150);
        timeline.add(shared(trainer.state()));
        QVERIFY(timeline.bytes() > 3 * size.own + size.shared);
        // What is kept never changes.
        QVERIFY(*timeline.states()[0]->best.parameters == before);
        QVERIFY(*trainer.state().best.parameters != before);
        timeline.setBudget(0);
        QCOMPARE(timeline.bytes(), std::size_t(0));
    }

    void aStepIsKeptOnceUnlessTrainingDivergedThere() {
        Timeline timeline(roomFor(10));
        timeline.add(shared(stateAt(0)));
        timeline.add(shared(stateAt(5)));
        TrainerState again = stateAt(5);
        again.edits = 1;
        timeline.add(shared(again));
        QCOMPARE(timeline.states().back()->edits, std::int64_t(0));
        again.divergences = 1;
        timeline.add(shared(again));
        QCOMPARE(timeline.states().size(), std::size_t(2));
        QCOMPARE(timeline.states().back()->divergences, std::int64_t(1));
        timeline.add(shared(stateAt(3)));
        QCOMPARE(timeline.states().size(), std::size_t(2));
    }

    void statesAreFoundByStep() {
        Timeline timeline(roomFor(10));
        QVERIFY(!timeline.nearest(3));
        for (const std::int64_t step : {0, 10, 20})
            timeline.add(shared(stateAt(step)));
        QCOMPARE(timeline.at(10)->step, std::int64_t(10));
        QVERIFY(!timeline.at(11));
        QCOMPARE(timeline.nearest(-4)->step, std::int64_t(0));
        QCOMPARE(timeline.nearest(5)->step, std::int64_t(0));
        QCOMPARE(timeline.nearest(6)->step, std::int64_t(10));
        QCOMPARE(timeline.nearest(99)->step, std::int64_t(20));
        const Timeline start = timeline.upTo(10);
        QVERIFY(steps(start) == std::vector<std::int64_t>({0, 10}));
        QVERIFY(start.states()[1] == timeline.states()[1]);
    }

    /// What a run kept is there again after the program has ended: the same states, sharing what they shared.
    void aStoredTimelineComesBack() {
        const QTemporaryDir folder;
        const std::string path = folder.filePath("timeline").toStdString();
        Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        Timeline timeline(std::size_t(1) << 26);
        for (int kept = 0; kept < 5; ++kept) {
            timeline.add(shared(trainer.state()));
            runSteps(trainer, 3);
        }
        writeTimeline(path, timeline, data->preprocessor);
        const Timeline again = readTimeline(path, timeline.budget(), trainer.state());
        QCOMPARE(steps(again), steps(timeline));
        QVERIFY(payload(again) <= payload(timeline));
        for (std::size_t i = 0; i < 5; ++i) {
            const TrainerState& state = *again.states()[i];
            QVERIFY(state.parameters == timeline.states()[i]->parameters);
            QVERIFY(*state.best.parameters == *timeline.states()[i]->best.parameters);
            QVERIFY(trainer.canRestore(state));
        }
        // Later: one state has been thinned away, another has come.
        Timeline later = timeline.upTo(6);
        later.add(shared(trainer.state()));
        writeTimeline(path, later, data->preprocessor);
        QCOMPARE(steps(readTimeline(path, timeline.budget(), trainer.state())), steps(later));
        QVERIFY(readTimeline(folder.filePath("none").toStdString(), 1000, trainer.state()).empty());
    }

    void storedStatesOfAnotherModelAreRefused_data() {
        using Change = std::function<void(Hyperparameters&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<bool>("taken");
        const auto row = [](const char* name, bool taken, const Change& change) {
            QTest::newRow(name) << change << taken;
        };
        row("a live change", true, [](Hyperparameters& other) { other.beta = 4; });
        row("more latent dimensions", false, [](Hyperparameters& other) { other.latent = 5; });
        row("the same sizes, other rows", false, [](Hyperparameters& other) { other.seed = 8; });
    }

    void storedStatesOfAnotherModelAreRefused() {
        using Change = std::function<void(Hyperparameters&)>;
        QFETCH(Change, change);
        QFETCH(bool, taken);
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const Hyperparameters hyperparameters = smallModel();
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        const Trainer trainer(data, hyperparameters, {});
        Timeline timeline(std::size_t(1) << 26);
        timeline.add(shared(trainer.state()));
        writeTimeline(path, timeline, data->preprocessor);
        Hyperparameters changed = hyperparameters;
        change(changed);
        const Trainer other(data, changed, {});
        const auto problem = thrownProblem([&] { readTimeline(path, timeline.budget(), other.state()); });
        QCOMPARE(!problem, taken);
        QVERIFY(taken || (problem->code == ProblemCode::RunUnreadable && isFullyDescribed(*problem)));
    }

    void moreStoredStatesThanARunKeepsAreRefused() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        Timeline timeline(std::size_t(1) << 20);
        timeline.add(shared(storableStateAt(0)));
        writeTimeline(path, timeline, prepareSample("iris", {})->preprocessor);
        const QString file = folder.filePath("0-0.safetensors");
        for (std::size_t copy = 1; copy <= 2 * Timeline::kMostStates; ++copy)
            QVERIFY(QFile::copy(file, folder.filePath(QStringLiteral("%1-0.safetensors").arg(copy))));
        const auto problem =
            thrownProblem([&] { readTimeline(path, timeline.budget(), *timeline.states().front()); });
        QVERIFY(problem && problem->code == ProblemCode::RunUnreadable);
    }

    void aStoredTimelineIsThinnedToItsRoom() {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const Index parameters = 300000;
        Timeline timeline(std::size_t(1) << 30);
        for (std::int64_t step = 0; step < 20; ++step)
            timeline.add(shared(storableStateAt(step, parameters)));
        QCOMPARE(timeline.states().size(), std::size_t(20));
        writeTimeline(path, timeline, prepareSample("iris", {})->preprocessor);
        const Timeline again = readTimeline(path, timeline.budget(), *timeline.states().back());
        QVERIFY(again.states().size() < 10);
        QCOMPARE(again.states().front()->step, std::int64_t(0));
        QCOMPARE(again.states().back()->step, std::int64_t(19));
    }
};

QTEST_GUILESS_MAIN(TimelineTest)
#include "timeline_test.moc"
