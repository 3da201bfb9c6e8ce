// Sessions that ended before they were saved: found, and restored or discarded.

#include <QDir>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/project_desk.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// What a killed process leaves of the window's session: all that was written, and a lock that nobody holds.
/// Returns its folder, below that of the sessions "others".
QString leaveLost(ProjectDesk& desk, const QTemporaryDir& place) {
    desk.keep();
    QDir(place.path()).mkpath("others");
    const QString lost = place.filePath("others/lost");
    copyFolder(desk.session(), lost);
    return lost;
}

}  // namespace

class SessionRecoveryTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void aSessionThatWasLostIsOfferedAndRestored() {
        const QTemporaryDir place;
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(2);
        first.window->viewState().groups().add("few", RowSet(150, RowList{1, 2}));
        leaveLost(first, place);

        ProjectDesk second(place, "others");
        second.window->projects().offerLost();
        QTRY_VERIFY(second.offer("offer"));
        second.offer("offer")->click();
        QTRY_COMPARE(second.controller().state(), RunState::Paused);
        QVERIFY(second.window->isWindowModified());
        QVERIFY(second.window->session().file().isEmpty());
        QVERIFY(second.window->viewState().groups().all() == first.window->viewState().groups().all());
        QVERIFY(sameParameters(second.state(), first.state()));
        second.train(1);
        first.train(1);
        QVERIFY(sameParameters(second.state(), first.state()));
    }

    void aLostSessionThatIsNotWantedGoes() {
        const QTemporaryDir place;
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        leaveLost(first, place);
        ProjectDesk second(place, "others");
        QSignalSpy nothing(&second.window->projects(), &ProjectFiles::nothingLost);
        second.window->projects().offerLost();
        QTRY_VERIFY(second.offer("offer-beside"));
        second.offer("offer-beside")->click();
        QTRY_COMPARE(nothing.size(), 1);
        QVERIFY(second.sessions().empty());
    }

    void aLostSessionThatCannotBeRemovedIsTold() {
        const QTemporaryDir place;
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        const QString lost = leaveLost(first, place);
        ProjectDesk second(place, "others");
        QSignalSpy nothing(&second.window->projects(), &ProjectFiles::nothingLost);
        second.window->projects().offerLost();
        QTRY_VERIFY(second.offer("offer-beside"));
        const SessionFolder taken = SessionFolder::takeOver(lost.toStdString());
        second.offer("offer-beside")->click();
        QTRY_COMPARE(nothing.size(), 1);
        QVERIFY(second.window->messages().showsError());
    }

    void aSessionOfALivingWindowIsNotOffered() {
        const QTemporaryDir place;
        ProjectDesk first(place);
        first.open(tableIn(place));
        first.train(1);
        first.keep();
        ProjectDesk second(place);
        QSignalSpy nothing(&second.window->projects(), &ProjectFiles::nothingLost);
        second.window->projects().offerLost();
        QTRY_COMPARE(nothing.size(), 1);
    }
};

QTEST_MAIN(SessionRecoveryTest)
#include "session_recovery_test.moc"
