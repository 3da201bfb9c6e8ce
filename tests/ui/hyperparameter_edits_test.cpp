// Undo and redo of what is changed in the form, with a real mouse and real keys.

#include "ui/training/hyperparameter_edits.h"

#include <QAction>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QStyle>
#include <QStyleOptionSlider>
#include <QTest>
#include <QVBoxLayout>

#include "tests/support/tables.h"
#include "ui/panels/hyperparameter_form.h"
#include "ui/panels/pending_bar.h"
#include "ui/panels/preset_menu.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// The whole form with presets and the pending bar, in a window with Ctrl+Z and Ctrl+Shift+Z.
class Desk {
public:
    TrainingController controller;
    HyperparameterEdits edits{controller};
    QWidget window;
    HyperparameterForm* form;
    PresetMenu* presets;
    PendingBar* pending;
    QAction* undo;
    QAction* redo;

    Desk() {
        form = new HyperparameterForm(controller, edits,
                                      {HyperparameterGroup::Architecture, HyperparameterGroup::Objective,
                                       HyperparameterGroup::Optimisation, HyperparameterGroup::Data},
                                      &window);
        presets = new PresetMenu(controller, edits, &window);
        pending = new PendingBar(controller, &window);
        auto* const layout = new QVBoxLayout(&window);
        for (QWidget* const part :
             {static_cast<QWidget*>(presets), static_cast<QWidget*>(pending), static_cast<QWidget*>(form)})
            layout->addWidget(part);
        undo = edits.stack().createUndoAction(&window, "Undo");
        undo->setShortcut(QKeySequence::Undo);
        redo = edits.stack().createRedoAction(&window, "Redo");
        redo->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
        window.addActions({undo, redo});
        QObject::connect(&controller, &TrainingController::snapshotReady, &controller,
                         &TrainingController::snapshotConsumed);
        open("iris");
        window.show();
        window.activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(&window));
    }

    void open(const std::string& sample) {
        const DatasetPtr dataset = readSample(sample);
        controller.openTable(prepareSample(sample, recommendedHyperparameters(dataset->rows())), false);
    }

    bool train() {
        controller.oneEpoch();
        return QTest::qWaitFor(
            [this] { return controller.progress().epoch >= 1 && controller.state() == RunState::Paused; });
    }

    QWidget* editor(const char* key) const { return form->findChild<QWidget*>(key); }
    QSlider* slider(const char* key) const { return editor(key)->findChild<QSlider*>(); }

    void type(const char* key, const QString& text) const {
        auto* const field = editor(key)->findChild<QLineEdit*>();
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    /// Presses on the handle, moves it by `moves` steps of some pixels each, and lets go.
    static void drag(QSlider* slider, int moves) {
        QStyleOptionSlider option;
        option.initFrom(slider);
        option.orientation = Qt::Horizontal;
        option.minimum = slider->minimum();
        option.maximum = slider->maximum();
        option.sliderPosition = option.sliderValue = slider->value();
        const QPoint start = slider->style()
                                 ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, slider)
                                 .center();
        QTest::mousePress(slider, Qt::LeftButton, {}, start);
        for (int move = 1; move <= moves; ++move)
            QTest::mouseMove(slider, start + QPoint(4 * move, 0));
        QTest::mouseRelease(slider, Qt::LeftButton, {}, start + QPoint(4 * moves, 0));
    }
};

}  // namespace

class HyperparameterEditsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void aTypedValueIsUndoneAndDoneAgain() {
        Desk desk;
        QVERIFY(!desk.undo->isEnabled());
        desk.type("beta", "4");
        QCOMPARE(desk.controller.edited().beta, 4.0);
        QCOMPARE(desk.undo->text(), "Undo β (KL weight) 1 → 4");
        QTest::keyClick(&desk.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.controller.edited().beta, 1.0);
        QCOMPARE(desk.controller.running().beta, 1.0);
        QCOMPARE(desk.editor("beta")->findChild<QLineEdit*>()->text(), "1");
        QCOMPARE(desk.redo->text(), "Redo β (KL weight) 1 → 4");
        QTest::keyClick(&desk.window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.controller.edited().beta, 4.0);
    }

    void oneDragIsOneStepHoweverManyValuesItPasses() {
        Desk desk;
        QSignalSpy changes(&desk.controller, &TrainingController::hyperparametersChanged);
        Desk::drag(desk.slider("beta"), 8);
        const double dragged = desk.controller.edited().beta;
        QVERIFY(dragged > 1);
        QVERIFY2(changes.size() > 3, "the drag passes several values, each of which counts at once");
        QCOMPARE(desk.edits.stack().count(), 1);
        Desk::drag(desk.slider("beta"), 3);
        QCOMPARE(desk.edits.stack().count(), 2);
        desk.undo->trigger();
        QCOMPARE(desk.controller.edited().beta, dragged);
        desk.undo->trigger();
        QCOMPARE(desk.controller.edited().beta, 1.0);
    }

    void aDragBackToWhereItBeganIsNoStep() {
        Desk desk;
        auto* const slider = desk.slider("validation");
        slider->setSliderDown(true);
        const int place = slider->value();
        slider->setValue(place + 20);
        slider->setValue(place);
        slider->setSliderDown(false);
        QCOMPARE(desk.edits.stack().count(), 0);
    }

    void differentValuesAreDifferentSteps() {
        Desk desk;
        desk.type("beta", "4");
        desk.type("learning-rate", "0.01");
        desk.type("beta", "2");
        QCOMPARE(desk.edits.stack().count(), 3);
        desk.undo->trigger();
        QCOMPARE(desk.controller.edited().beta, 4.0);
        desk.undo->trigger();
        QCOMPARE(desk.controller.edited().learningRate, 1e-3);
        QCOMPARE(desk.controller.edited().beta, 4.0);
    }

    void whatIsBeingTypedIsUndoneInTheFieldFirst() {
        Desk desk;
        desk.type("beta", "4");
        auto* const field = desk.editor("beta")->findChild<QLineEdit*>();
        field->setFocus();
        QTest::keyClicks(field, "5");
        QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.controller.edited().beta, 4.0);
        QCOMPARE(field->text(), "4");
    }

    void anUndoneLiveValueReachesTheRun() {
        Desk desk;
        QVERIFY(desk.train());
        desk.type("beta", "4");
        desk.undo->trigger();
        QTRY_COMPARE(desk.controller.history().edits.size(), std::size_t(2));
        const HyperparameterEdit& last = desk.controller.history().edits.back();
        QCOMPARE(last.key, std::string("beta"));
        QVERIFY(last.after == HyperparameterValue(1.0));
    }

    void anUndoneArchitectureNoLongerWaits() {
        Desk desk;
        QVERIFY(desk.train());
        desk.type("latent", "5");
        QCOMPARE(desk.controller.pendingCount(), 1);
        desk.undo->trigger();
        QCOMPARE(desk.controller.pendingCount(), 0);
    }

    void anotherTableHasNothingToUndo() {
        Desk desk;
        desk.type("beta", "4");
        desk.controller.restart(false);
        QVERIFY(desk.undo->isEnabled());
        desk.open("wine");
        QVERIFY(!desk.undo->isEnabled());
    }

    void resettingAllIsOneStep() {
        Desk desk;
        auto* const reset = desk.form->findChild<QToolButton*>("reset-all");
        QVERIFY(!reset->isEnabled());
        desk.type("beta", "4");
        desk.type("patience", "7");
        const Hyperparameters changed = desk.controller.edited();
        QTest::mouseClick(reset, Qt::LeftButton);
        QVERIFY(desk.controller.edited() == recommendedHyperparameters(150));
        QVERIFY(!reset->isEnabled());
        QCOMPARE(desk.undo->text(), "Undo reset of all values");
        desk.undo->trigger();
        QVERIFY(desk.controller.edited() == changed);
    }

    void resettingOneCanBeUndone() {
        Desk desk;
        desk.type("patience", "7");
        desk.editor("patience")->actions().front()->trigger();
        QCOMPARE(desk.controller.edited().patience, std::int64_t(50));
        desk.undo->trigger();
        QCOMPARE(desk.controller.edited().patience, std::int64_t(7));
    }

    void everyPresetIsOneStep_data() {
        QTest::addColumn<std::string>("key");
        for (const Preset& one : presets())
            QTest::newRow(one.key.data()) << std::string(one.key);
    }

    void everyPresetIsOneStep() {
        QFETCH(std::string, key);
        Desk desk;
        desk.type("validation", "0.3");
        const Hyperparameters before = desk.controller.edited();
        const QString label = QString::fromStdString(std::string(preset(key).label));
        QAction* chosen = nullptr;
        for (QAction* const action : desk.presets->menu()->actions())
            if (action->text() == label)
                chosen = action;
        QVERIFY(chosen);
        QVERIFY(!chosen->toolTip().isEmpty());
        chosen->trigger();
        Hyperparameters expected = presetHyperparameters(preset(key), 150, desk.controller.roles());
        // The rows stay as they were divided.
        expected.validation = 0.3;
        QVERIFY(desk.controller.edited() == expected);
        QCOMPARE(desk.undo->text(), QString("Undo preset %1").arg(label));
        emit desk.presets->menu()->aboutToShow();
        QVERIFY(chosen->isChecked());
        desk.undo->trigger();
        QVERIFY(desk.controller.edited() == before);
        emit desk.presets->menu()->aboutToShow();
        QVERIFY(!chosen->isChecked());
    }

    void discardingBringsBackWhatTheRunHas() {
        Desk desk;
        QVERIFY(desk.train());
        const Hyperparameters before = desk.controller.edited();
        desk.type("latent", "5");
        desk.type("hidden", "8");
        desk.type("beta", "2");
        ColumnRoles roles = desk.controller.roles();
        roles.inputs.pop_back();
        desk.controller.setRoles(roles);
        QCOMPARE(desk.controller.pendingCount(), 3);
        QVERIFY(desk.pending->isVisible());
        QSignalSpy reverted(&desk.controller, &TrainingController::rolesReverted);
        QTest::mouseClick(desk.pending->findChild<QPushButton*>("discard"), Qt::LeftButton);
        QCOMPARE(desk.controller.pendingCount(), 0);
        QCOMPARE(reverted.size(), 1);
        QVERIFY(!desk.pending->isVisible());
        QCOMPARE(desk.controller.edited().latent, before.latent);
        QVERIFY(desk.controller.edited().hidden == before.hidden);
        // Live values do not wait.
        QCOMPARE(desk.controller.edited().beta, 2.0);
        QVERIFY(desk.controller.progress().step > 0);
    }

    void absurdSizesAreRefusedWithWords_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("words");
        QTest::newRow("no latent dimensions") << "latent"
                                              << "0"
                                              << "Latent dimensions = 0 is outside its range 1 to 512";
        QTest::newRow("no rows in a batch") << "batch"
                                            << "0"
                                            << "Batch size = 0 is outside its range 1 to";
        QTest::newRow("a layer without units") << "hidden"
                                               << "64,0"
                                               << "Hidden layers = 0 is outside its range 1 to 8192";
        QTest::newRow("a layer of a million units") << "hidden"
                                                    << "1000000"
                                                    << "Hidden layers = 1e+06 is outside its range 1 to 8192";
        QStringList many;
        for (int i = 0; i < 65; ++i)
            many << "4";
        QTest::newRow("65 layers") << "hidden" << many.join(',')
                                   << "Hidden layers: 65 layers are more than the 64 that are allowed";
        many.clear();
        for (int i = 0; i < 64; ++i)
            many << "8192";
        QTest::newRow("more than the memory") << "hidden" << many.join(',') << "A model of 84";
    }

    void absurdSizesAreRefusedWithWords() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, words);
        Desk desk;
        QTRY_VERIFY(desk.controller.data());
        const Hyperparameters before = desk.controller.edited();
        desk.type(qPrintable(key), text);
        QVERIFY(desk.controller.edited() == before);
        QCOMPARE(desk.edits.stack().count(), 0);
        QStringList notes;
        for (const QLabel* const note : desk.form->findChildren<QLabel*>("complaint"))
            if (note->isVisible())
                notes.append(note->text());
        QCOMPARE(notes.size(), 1);
        QVERIFY2(notes.first().contains(words), qPrintable(notes.first()));
    }
};

QTEST_MAIN(HyperparameterEditsTest)
#include "hyperparameter_edits_test.moc"
