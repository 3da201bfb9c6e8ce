#include "ui/explore/exploration.h"

#include <QSignalSpy>
#include <QTest>
#include <limits>

#include "tests/support/explored.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

/// The place that people look at, as rows, hands and models move it.
class ExplorationTest : public QObject {
    Q_OBJECT

private slots:
    void beginsAtTheOrigin() {
        const Explored explored("iris");
        QCOMPARE(explored.exploration.place(), Vector::Zero(2));
        QVERIFY(!explored.exploration.placeRow());
    }

    void isTheMeanOfTheRowThatIsLookedAt() {
        Explored explored("iris");
        explored.viewState.setSelectedRow(17);
        QCOMPARE(explored.exploration.place(), explored.exploration.snapshot()->means.col(17));
        QCOMPARE(explored.exploration.placeRow(), std::optional<Index>(17));
    }

    void encodesARowThatIsNotAmongThoseOnTheMap() {
        Explored explored("iris");
        auto few = std::make_shared<LatentSnapshot>(*explored.exploration.snapshot());
        few->rows = std::make_shared<const RowList>(RowList{3, 40});
        few->means = Matrix::Constant(2, 2, 9);
        explored.exploration.setSnapshot(few);
        explored.viewState.setSelectedRow(17);
        const Vector expected = snapshotOf(explored.sample)->means.col(17);
        QVERIFY((explored.exploration.place() - expected).cwiseAbs().maxCoeff() < 1e-5);
    }

    void followsTheRowToWhereAnotherModelPutsIt() {
        Explored explored("iris");
        explored.viewState.setSelectedRow(17);
        auto moved = std::make_shared<LatentSnapshot>(*explored.exploration.snapshot());
        moved->means.array() += 1;
        explored.exploration.setSnapshot(moved);
        QCOMPARE(explored.exploration.place(), moved->means.col(17));
    }

    void staysWhereAHandHasPutIt() {
        Explored explored("iris");
        explored.viewState.setSelectedRow(17);
        const Vector place = Vector::Constant(2, 0.5f);
        explored.exploration.setPlace(place);
        QVERIFY(!explored.exploration.placeRow());
        auto moved = std::make_shared<LatentSnapshot>(*explored.exploration.snapshot());
        moved->means.array() += 1;
        explored.exploration.setSnapshot(moved);
        QCOMPARE(explored.exploration.place(), place);
        explored.exploration.resetPlace();
        QCOMPARE(explored.exploration.place(), moved->means.col(17));
    }

    void refusesWhatIsNoPlace_data() {
        QTest::addColumn<QList<float>>("values");
        QTest::newRow("too few values") << QList<float>{1};
        QTest::newRow("too many values") << QList<float>{1, 2, 3};
        QTest::newRow("not a number") << QList<float>{1, std::numeric_limits<float>::quiet_NaN()};
    }
    void refusesWhatIsNoPlace() {
        QFETCH(const QList<float>, values);
        Explored explored("iris");
        explored.exploration.setPlace(Eigen::Map<const Vector>(values.data(), values.size()));
        QCOMPARE(explored.exploration.place(), Vector::Zero(2));
    }

    void keepsPinsUntilThereIsAnotherTable() {
        Explored explored("iris");
        QSignalSpy changed(&explored.exploration, &Exploration::pinsChanged);
        explored.exploration.addPin({.name = "here", .place = Vector::Ones(2)});
        explored.exploration.addPin({.name = "of another space", .place = Vector::Ones(3)});
        QCOMPARE(explored.exploration.pins().size(), std::size_t(1));
        explored.exploration.renamePin(0, "there");
        QCOMPARE(explored.exploration.pins().front().name, QString("there"));
        explored.exploration.setSnapshot(snapshotOf(explored.sample));
        QCOMPARE(explored.exploration.pins().size(), std::size_t(1));

        const TrainedSample other = trainSample("wine", 1);
        explored.exploration.setData(other.data);
        QVERIFY(explored.exploration.pins().empty());
        QCOMPARE(explored.exploration.place().size(), Index(0));
        QCOMPARE(changed.count(), 3);
    }

    void whatIsDoneToPinsCanBeUndone() {
        Explored explored("iris");
        Exploration& exploration = explored.exploration;
        const auto names = [&exploration] {
            QStringList all;
            for (const Exploration::Pin& pin : exploration.pins())
                all << pin.name;
            return all.join(' ');
        };
        exploration.addPin({.name = "A", .place = Vector::Ones(2)});
        exploration.addPin({.name = "B", .place = Vector::Zero(2)});
        exploration.renamePin(1, "C");
        exploration.renamePin(1, "C");
        exploration.removePin(0);
        QCOMPARE(names(), QString("C"));
        for (const char* const before : {"A C", "A B", "A", ""}) {
            explored.undoStack.undo();
            QCOMPARE(names(), QString(before));
        }
        QVERIFY(!explored.undoStack.canUndo());
        for (const char* const after : {"A", "A B", "A C", "C"}) {
            explored.undoStack.redo();
            QCOMPARE(names(), QString(after));
        }
        explored.undoStack.undo();
        QCOMPARE(exploration.pins().front().place, Vector::Ones(2));
    }

    void pinsOfAnotherTableDoNotComeBack() {
        Explored explored("iris");
        explored.exploration.addPin({.name = "A", .place = Vector::Ones(2)});
        explored.exploration.removePin(0);
        explored.show(trainSample("wine", 1));
        explored.undoStack.undo();
        QVERIFY(explored.exploration.pins().empty());
    }

    void takesNoModelOfAnotherTable() {
        Explored explored("iris");
        const TrainedSample other = trainSample("wine", 1);
        explored.exploration.setSnapshot(snapshotOf(other));
        QVERIFY(!explored.exploration.snapshot());
    }
};

QTEST_MAIN(ExplorationTest)
#include "exploration_test.moc"
