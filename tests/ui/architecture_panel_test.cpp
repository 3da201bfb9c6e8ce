#include "ui/panels/architecture_panel.h"

#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

QString captions(const ArchitecturePanel& panel) {
    QStringList texts;
    for (const ElidedLabel* const line : panel.findChildren<ElidedLabel*>())
        texts.append(line->text());
    return texts.join('\n');
}

QString toolTips(const ArchitecturePanel& panel) {
    QString texts = panel.findChild<NetworkDiagram*>()->toolTip();
    for (const ElidedLabel* const line : panel.findChildren<ElidedLabel*>())
        texts += line->toolTip();
    return texts;
}

}  // namespace

class ArchitecturePanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void tellsWhatTheDecoderTellsOfEachColumn_data() {
        QTest::addColumn<QString>("sample");
        QTest::addColumn<QString>("expected");
        QTest::newRow("mixed") << "penguins"
                               << "5 gaussian · 1 bernoulli · 1 categorical";
        QTest::newRow("long tails") << "breast_cancer"
                                    << "24 gaussian · 6 log-normal";
    }

    void tellsWhatTheDecoderTellsOfEachColumn() {
        QFETCH(QString, sample);
        QFETCH(QString, expected);
        TrainingController controller;
        HyperparameterEdits edits(controller);
        const ArchitecturePanel panel(controller, edits);
        controller.openTable(prepareSample(sample.toStdString(), {}), false);
        QTRY_VERIFY(captions(panel).contains(expected));
        QVERIFY(toolTips(panel).contains("noise by feature"));
        controller.setHyperparameter(hyperparameterSpec("noise"), std::string("row"));
        QTRY_VERIFY(toolTips(panel).contains("noise by row"));
    }

    void saysThatTheModelStartsAsPca() {
        TrainingController controller;
        HyperparameterEdits edits(controller);
        const ArchitecturePanel panel(controller, edits);
        controller.openTable(prepareSample("iris", {}), false);
        QTRY_VERIFY(captions(panel).contains("starts as PCA"));
        QVERIFY(toolTips(panel).contains("starts as PCA"));
        controller.setHyperparameter(hyperparameterSpec("start"), std::string("plain"));
        QTRY_VERIFY(controller.data());
        QTRY_VERIFY(!captions(panel).contains("starts as PCA"));
        QVERIFY(toolTips(panel).contains("random weights"));
    }
};

QTEST_MAIN(ArchitecturePanelTest)
#include "architecture_panel_test.moc"
