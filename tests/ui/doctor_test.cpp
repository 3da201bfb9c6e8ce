// The doctor and its panel over real runs.

#include "ui/training/doctor.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>
#include <limits>

#include "tests/support/tables.h"
#include "ui/panels/doctor_panel.h"
#include "ui/panels/elided_label.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

constexpr int kLongestMilliseconds = 300000;

class Desk {
public:
    TrainingController controller;
    HyperparameterEdits edits{controller};
    RunBaselines baselines{controller};
    Doctor doctor{controller, edits, baselines};
    DoctorPanel panel{controller, doctor};
    /// All kinds that have ever been shown.
    std::set<FindingKind> seen;

    Desk() {
        QObject::connect(&controller, &TrainingController::snapshotReady, &controller,
                         &TrainingController::snapshotConsumed);
        QObject::connect(&doctor, &Doctor::changed, &panel, [this] {
            for (const Finding& finding : doctor.findings())
                seen.insert(finding.kind);
        });
        panel.resize(316, 100);
        panel.show();
    }

    void open(const std::string& sample) {
        const DatasetPtr dataset = readSample(sample);
        open(prepareSample(sample, recommendedHyperparameters(dataset->rows())));
    }
    void open(const TrainingDataPtr& data) {
        controller.openTable(data, false);
        QVERIFY(QTest::qWaitFor([this] { return controller.state() == RunState::Paused; }));
    }
    void set(const char* key, const HyperparameterValue& value) {
        controller.setHyperparameter(hyperparameterSpec(key), value);
    }
    bool runUntil(RunState state) {
        controller.run();
        return waitFor([this, state] { return controller.state() == state; });
    }
    template <class Condition>
    bool waitFor(const Condition& condition) {
        return QTest::qWaitFor(condition, kLongestMilliseconds);
    }

    const Finding* find(FindingKind kind) const {
        for (const Finding& finding : doctor.findings())
            if (finding.kind == kind)
                return &finding;
        return nullptr;
    }
    QStringList words() const {
        QStringList texts;
        for (const QWidget* const card : panel.findChildren<QWidget*>("finding"))
            if (card->isVisibleTo(&panel))
                for (const QLabel* const label : card->findChildren<QLabel*>())
                    texts << label->text();
        return texts;
    }
    QPushButton* button() const {
        for (const QWidget* const card : panel.findChildren<QWidget*>("finding"))
            if (card->isVisibleTo(&panel))
                if (auto* const apply = card->findChild<QPushButton*>("apply"))
                    return apply;
        return nullptr;
    }
    QString calm() const {
        const auto* const line = panel.findChild<QLabel*>("calm");
        return line->isVisibleTo(&panel) ? line->text() : QString();
    }
    double lastElbo() const {
        const auto& validation = controller.history().validation;
        return validation.empty() ? std::numeric_limits<double>::quiet_NaN() : validation.back().terms.elbo();
    }
};

}  // namespace

class DoctorTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void aHealthyRunIsLeftAlone_data() {
        QTest::addColumn<std::string>("sample");
        QTest::newRow("digits") << std::string("digits");
        QTest::newRow("penguins") << std::string("penguins");
    }

    void aHealthyRunIsLeftAlone() {
        QFETCH(std::string, sample);
        Desk desk;
        desk.open(sample);
        QCOMPARE(desk.calm(), "Has a first look after 20 epochs");
        QVERIFY(desk.runUntil(RunState::Finished));
        const double end = desk.controller.progress().epoch;
        QVERIFY(desk.waitFor([&] { return desk.doctor.examinedEpoch() == end; }));
        QVERIFY2(desk.seen.empty(), qPrintable(desk.words().join(' ')));
        QCOMPARE(desk.calm(), QString("Nothing to worry about (looked at epoch %1)").arg(qint64(end)));
        QVERIFY(desk.panel.height() < 2 * desk.panel.findChild<QLabel*>("calm")->sizeHint().height());
    }

    void aRateOfAThousandIsFoundAndOneClickRecovers() {
        Desk desk;
        desk.open("wine");
        // So early that there is much left to learn, however late this thread hears of it.
        desk.set("epochs", std::int64_t(16));
        desk.set("patience", std::int64_t(0));
        desk.set("clip-norm", 0.0);
        QVERIFY(desk.runUntil(RunState::Finished));
        desk.set("epochs", std::int64_t(100000));
        desk.set("learning-rate", 1e3);
        desk.controller.run();
        const auto isFound = [&] {
            return desk.find(FindingKind::Diverged) || desk.find(FindingKind::Diverging);
        };
        QVERIFY(desk.waitFor(isFound));
        const double best = desk.controller.progress().bestElbo;
        QPushButton* const button = desk.button();
        QVERIFY(button);
        QCOMPARE(button->text(), "Go back and run on\nLearning rate 1000 → 0.001\nGradient clipping 0 → 5");
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(desk.controller.edited().learningRate, 1e-3);
        QCOMPARE(desk.controller.edited().clipNorm, 5.0);
        QVERIFY(!isFound());
        QVERIFY(desk.waitFor([&] {
            return desk.controller.progress().bestElbo > best && desk.controller.state() == RunState::Running;
        }));
        QVERIFY(std::isfinite(desk.lastElbo()));
        // Where it went back to, and not where it had got to.
        QVERIFY(desk.lastElbo() > best - 5);
        QCOMPARE(desk.edits.stack().undoText(), "Learning rate 1000 → 0.001, Gradient clipping 0 → 5");
        desk.edits.stack().undo();
        QCOMPARE(desk.controller.edited().learningRate, 1e3);
        desk.controller.pause();
    }

    /// A cell that is not a number for a moment, as a fault of the memory would make it.
    void aNumberThatIsNoneIsFoundWithItsColumnAndOneClickRecovers() {
        Hyperparameters hyperparameters = recommendedHyperparameters(178);
        const auto data = std::make_shared<TrainingData>(*prepareSample("wine", hyperparameters));
        Desk desk;
        desk.open(data);
        desk.set("epochs", std::int64_t(100000));
        desk.set("patience", std::int64_t(0));
        desk.controller.oneEpoch();
        QVERIFY(desk.waitFor([&] {
            return desk.controller.progress().epoch == 1 && desk.controller.state() == RunState::Paused;
        }));
        const double best = desk.controller.progress().bestElbo;
        float& cell = data->table.values(4, data->split.training.front());
        const float whole = cell;
        cell = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(desk.runUntil(RunState::Diverged));
        QVERIFY(desk.waitFor([&] { return desk.find(FindingKind::Diverged); }));
        QCOMPARE(desk.doctor.findings().front().kind, FindingKind::Diverged);
        const QString column = QString::fromStdString(data->preprocessor.columns()[4].name);
        QVERIFY2(desk.words().join(' ').contains("column “" + column + "” has the largest share"),
                 qPrintable(desk.words().join(' ')));
        cell = whole;
        QTest::mouseClick(desk.button(), Qt::LeftButton);
        QVERIFY(!desk.find(FindingKind::Diverged));
        QVERIFY(desk.waitFor([&] {
            return desk.controller.progress().bestElbo > best && desk.controller.state() == RunState::Running;
        }));
        QCOMPARE(desk.controller.edited().learningRate, 1e-3 / 3);
        desk.controller.pause();
    }

    void aStrongBetaIsFoundAndOneClickLowersItLive() {
        Desk desk;
        desk.open("iris");
        desk.set("beta", 1000.0);
        desk.set("patience", std::int64_t(0));
        desk.set("epochs", std::int64_t(60));
        QVERIFY(desk.runUntil(RunState::Finished));
        QVERIFY(desk.waitFor([&] { return desk.find(FindingKind::TotalCollapse); }));
        QVERIFY(desk.words().contains("The latent space is not used at all."));
        QCOMPARE(desk.button()->text(), "β (KL weight) 1000 → 1");
        QTest::mouseClick(desk.button(), Qt::LeftButton);
        QCOMPARE(desk.controller.running().beta, 1.0);
        QCOMPARE(desk.edits.stack().undoText(), "β (KL weight) 1000 → 1");
        // What has been done is not proposed again.
        QVERIFY(!desk.button() || !desk.button()->text().startsWith("β"));
    }

    void aChangeOfTheArchitectureWaitsForARestart() {
        Desk desk;
        desk.open("iris");
        desk.set("latent", std::int64_t(10));
        desk.set("epochs", std::int64_t(60));
        QVERIFY(desk.waitFor([&] { return desk.controller.state() == RunState::Paused; }));
        QVERIFY(desk.runUntil(RunState::Finished));
        QVERIFY(desk.waitFor([&] { return desk.find(FindingKind::LatentCollapsed); }));
        QPushButton* button = nullptr;
        for (QPushButton* const one : desk.panel.findChildren<QPushButton*>("apply"))
            if (one->text().startsWith("Latent dimensions 10 → "))
                button = one;
        QVERIFY(button);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(desk.controller.edited().latent < 10);
        QCOMPARE(desk.controller.running().latent, std::int64_t(10));
        QCOMPARE(desk.controller.pendingCount(), 1);
    }

    void aDismissedFindingStaysAwayForTheRun() {
        Desk desk;
        desk.open("iris");
        desk.set("beta", 1000.0);
        desk.set("patience", std::int64_t(0));
        desk.set("epochs", std::int64_t(60));
        QVERIFY(desk.runUntil(RunState::Finished));
        QVERIFY(desk.waitFor([&] { return desk.find(FindingKind::TotalCollapse); }));
        const std::size_t others = desk.doctor.findings().size() - 1;
        for (const QWidget* const card : desk.panel.findChildren<QWidget*>("finding"))
            for (const QLabel* const label : card->findChildren<QLabel*>())
                if (label->text() == "The latent space is not used at all.")
                    QTest::mouseClick(card->findChild<QToolButton*>("dismiss"), Qt::LeftButton);
        QVERIFY(!desk.find(FindingKind::TotalCollapse));
        QCOMPARE(desk.doctor.findings().size(), others);

        desk.set("epochs", std::int64_t(70));
        QVERIFY(desk.runUntil(RunState::Finished));
        QVERIFY(desk.waitFor([&] { return desk.doctor.examinedEpoch() == 70; }));
        QVERIFY(!desk.find(FindingKind::TotalCollapse));

        desk.controller.restart(true);
        QVERIFY(desk.waitFor([&] { return desk.find(FindingKind::TotalCollapse); }));
    }
};

QTEST_MAIN(DoctorTest)
#include "doctor_test.moc"
