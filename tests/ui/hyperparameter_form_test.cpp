// The form over a controller with a table that nothing has been trained on yet.

#include "ui/panels/hyperparameter_form.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

constexpr int kPresses = 8;

/// The whole table of hyperparameters in one form on show.
class Desk {
public:
    TrainingController controller;
    HyperparameterEdits edits{controller};
    HyperparameterForm form{controller,
                            edits,
                            {HyperparameterGroup::Architecture, HyperparameterGroup::Objective,
                             HyperparameterGroup::Optimisation, HyperparameterGroup::Data}};

    Desk() {
        open("iris");
        form.show();
    }

    void open(const std::string& sample) {
        const DatasetPtr dataset = readSample(sample);
        controller.openTable(prepareSample(sample, recommendedHyperparameters(dataset->rows())), false);
    }

    QWidget* editor(std::string_view key) const {
        return form.findChild<QWidget*>(QString::fromUtf8(key.data(), qsizetype(key.size())));
    }
    QToolButton* disclosure() const { return form.findChild<QToolButton*>(); }

    void type(std::string_view key, const QString& text) const {
        auto* const field = editor(key)->findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    HyperparameterValue value(std::string_view key) const {
        return getHyperparameter(controller.edited(), hyperparameterSpec(key));
    }

    /// What is written under the rows.
    QStringList notes() const {
        QStringList texts;
        for (const QLabel* const note : form.findChildren<QLabel*>("complaint"))
            if (note->isVisible())
                texts.append(note->text());
        return texts;
    }
};

/// One row of test data for each hyperparameter that `holds` is true of.
template <class Condition>
void addKeys(Condition holds) {
    QTest::addColumn<std::string>("key");
    for (const HyperparameterSpec& spec : hyperparameterSpecs())
        if (holds(spec))
            QTest::newRow(spec.key.data()) << std::string(spec.key);
}

bool hasSlider(const HyperparameterSpec& spec) {
    return spec.sliderMaximum > spec.sliderMinimum;
}

}  // namespace

class HyperparameterFormTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void advancedOnesAreFoldedAway_data() {
        addKeys([](const HyperparameterSpec&) { return true; });
    }

    void advancedOnesAreFoldedAway() {
        QFETCH(std::string, key);
        const Desk desk;
        QCOMPARE(desk.editor(key)->isVisible(), !hyperparameterSpec(key).advanced);
        QTest::mouseClick(desk.disclosure(), Qt::LeftButton);
        QVERIFY(desk.editor(key)->isVisible());
        QTest::mouseClick(desk.disclosure(), Qt::LeftButton);
        QCOMPARE(desk.editor(key)->isVisible(), !hyperparameterSpec(key).advanced);
    }

    void openingIsReportedOnlyWhenAPersonDoesIt() {
        Desk desk;
        QSignalSpy changes(&desk.form, &HyperparameterForm::expandedChanged);
        desk.form.setExpanded(true);
        QCOMPARE(changes.size(), 0);
        QTest::mouseClick(desk.disclosure(), Qt::LeftButton);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].toBool(), false);
    }

    void anAdvancedOneThatIsNotAtItsDefaultIsAlwaysShown() {
        Desk desk;
        desk.controller.setHyperparameter(hyperparameterSpec("weight-decay"), 0.01);
        QVERIFY(desk.editor("weight-decay")->isVisible());
        QVERIFY(!desk.editor("momentum")->isVisible());
        desk.form.setExpanded(true);
        desk.form.setExpanded(false);
        QVERIFY(desk.editor("weight-decay")->isVisible());
        desk.open("wine");
        QVERIFY(!desk.editor("weight-decay")->isVisible());
    }

    void oneThatIsMovedBackToItsDefaultStaysUntilTheFormIsFolded() {
        Desk desk;
        desk.controller.setHyperparameter(hyperparameterSpec("dropout"), 0.2);
        auto* const slider = desk.editor("dropout")->findChild<QSlider*>();
        slider->setValue(slider->minimum());
        QCOMPARE(desk.controller.edited().dropout, 0.0);
        QVERIFY(desk.editor("dropout")->isVisible());
        desk.form.setExpanded(false);
        QVERIFY(!desk.editor("dropout")->isVisible());
    }

    void everyNumberButTheSeedHasASlider_data() {
        addKeys([](const HyperparameterSpec& spec) { return spec.maximum > 0 && spec.key != "hidden"; });
    }

    void everyNumberButTheSeedHasASlider() {
        QFETCH(std::string, key);
        const HyperparameterSpec& spec = hyperparameterSpec(key);
        const Desk desk;
        QCOMPARE(desk.editor(key)->findChild<QSlider*>() != nullptr, key != "seed");
        if (key == "seed")
            return;
        QVERIFY(spec.sliderMinimum >= spec.minimum && spec.sliderMaximum <= spec.maximum);
        // Two decades and more are seen on a logarithmic scale, and whatever is 0 on a straight one.
        const bool isWide = spec.sliderMinimum > 0 && spec.sliderMaximum >= 100 * spec.sliderMinimum;
        QVERIFY(spec.logarithmic ? spec.sliderMinimum > 0 : !isWide);
        // The default can be seen on it, unless it switches something off.
        const HyperparameterValue usual = getHyperparameter({}, spec);
        const auto* const whole = std::get_if<std::int64_t>(&usual);
        const double number = whole ? double(*whole) : std::get<double>(usual);
        QVERIFY(number == 0 || (number >= spec.sliderMinimum && number <= spec.sliderMaximum));
    }

    void everySliderCanBeSteppedWithTheKeys_data() { addKeys(&hasSlider); }

    void everySliderCanBeSteppedWithTheKeys() {
        QFETCH(std::string, key);
        Desk desk;
        desk.form.setExpanded(true);
        const HyperparameterValue before = desk.value(key);
        auto* const slider = desk.editor(key)->findChild<QSlider*>();
        // Several places may share one rounded value.
        for (int press = 0; press < kPresses; ++press)
            QTest::keyClick(slider, Qt::Key_Right);
        QVERIFY(desk.value(key) != before);
        QVERIFY(desk.notes().isEmpty());
    }

    void everySliderReachesBothOfItsEnds_data() { addKeys(&hasSlider); }

    void everySliderReachesBothOfItsEnds() {
        QFETCH(std::string, key);
        const HyperparameterSpec& spec = hyperparameterSpec(key);
        Desk desk;
        desk.form.setExpanded(true);
        auto* const slider = desk.editor(key)->findChild<QSlider*>();
        const auto number = [&] {
            const HyperparameterValue value = desk.value(key);
            const auto* const whole = std::get_if<std::int64_t>(&value);
            return whole ? double(*whole) : std::get<double>(value);
        };
        slider->setValue(slider->maximum());
        QCOMPARE(number(), spec.sliderMaximum);
        slider->setValue(slider->minimum());
        QCOMPARE(number(), spec.sliderMinimum);
    }

    void whatMayBeZeroCanBeTypedAsZero_data() {
        addKeys([](const HyperparameterSpec& spec) { return hasSlider(spec) && spec.minimum == 0; });
    }

    void whatMayBeZeroCanBeTypedAsZero() {
        QFETCH(std::string, key);
        Desk desk;
        desk.form.setExpanded(true);
        desk.type(key, "0.03");
        desk.type(key, "0");
        QCOMPARE(QString::fromStdString(hyperparameterText(desk.value(key))), "0");
        QVERIFY(desk.notes().isEmpty());
        auto* const slider = desk.editor(key)->findChild<QSlider*>();
        QCOMPARE(slider->value(), slider->minimum());
        QCOMPARE(desk.editor(key)->findChild<QLineEdit*>()->text(), "0");
    }

    void everyChoiceCanBeMade_data() {
        addKeys([](const HyperparameterSpec& spec) { return !spec.choices.empty(); });
    }

    void everyChoiceCanBeMade() {
        QFETCH(std::string, key);
        Desk desk;
        desk.form.setExpanded(true);
        auto* const combo = desk.editor(key)->findChild<QComboBox*>();
        QCOMPARE(std::size_t(combo->count()), hyperparameterSpec(key).choices.size());
        for (int i = 0; i < combo->count(); ++i) {
            combo->setCurrentIndex(i);
            emit combo->textActivated(combo->currentText());
            QCOMPARE(QString::fromStdString(std::get<std::string>(desk.value(key))), combo->itemText(i));
        }
        QVERIFY(desk.notes().isEmpty());
    }

    void everyTooltipExplains_data() {
        addKeys([](const HyperparameterSpec&) { return true; });
    }

    void everyTooltipExplains() {
        QFETCH(std::string, key);
        const HyperparameterSpec& spec = hyperparameterSpec(key);
        const Desk desk;
        const QString toolTip = desk.editor(key)->toolTip();
        QVERIFY(toolTip.contains(QString::fromUtf8(spec.help.data(), qsizetype(spec.help.size()))));
        // A choice has no scale to be too low on.
        QCOMPARE(toolTip.contains("Too low:"), !spec.tooLow.empty() && spec.choices.empty());
    }

    void whatIsNotAllowedIsRefusedUnderItsRow() {
        Desk desk;
        desk.type("beta", "minus one");
        QCOMPARE(desk.controller.edited().beta, 1.0);
        QCOMPARE(desk.notes().size(), 1);
        QVERIFY2(desk.notes()[0].contains("β (KL weight) = “minus one”"), qPrintable(desk.notes()[0]));
        desk.type("beta", "2");
        QVERIFY(desk.notes().isEmpty());
    }

    void aScheduleThatOutlastsTheRunIsObeyedWithANote() {
        Desk desk;
        desk.controller.setHyperparameter(hyperparameterSpec("kl-warmup"), 400.0);
        QCOMPARE(desk.controller.edited().klWarmup, 400.0);
        QCOMPARE(desk.notes().size(), 1);
        QVERIFY2(desk.notes()[0].startsWith("β warm-up takes 400 epochs"), qPrintable(desk.notes()[0]));
        desk.type("epochs", "500");
        QVERIFY(desk.notes().isEmpty());
    }

    void resettingBringsTheDefaultBack() {
        Desk desk;
        desk.type("patience", "7");
        auto* const reset = desk.editor("patience")->actions().front();
        reset->trigger();
        QCOMPARE(desk.controller.edited().patience, Hyperparameters{}.patience);
    }
};

QTEST_MAIN(HyperparameterFormTest)
#include "hyperparameter_form_test.moc"
