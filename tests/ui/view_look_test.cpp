// How a person has left the views, kept and brought back: in the end every pixel is the same.

#include "ui/shell/view_look.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLineEdit>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>

#include "tests/support/patient_waits.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/support/widget_states.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// One of each kind of widget that keeps something.
struct Form {
    QWidget root;
    QComboBox* choice = new QComboBox(&root);
    QTabBar* tabs = new QTabBar(&root);
    QToolButton* button = new QToolButton(&root);
    QSpinBox* whole = new QSpinBox(&root);
    QDoubleSpinBox* number = new QDoubleSpinBox(&root);
    QLineEdit* text = new QLineEdit(&root);
    QSlider* slider = new QSlider(&root);
    QTableWidget* table = new QTableWidget(3, 2, &root);
    QWidget* elsewhere = new QWidget(&root);
    QLineEdit* own = new QLineEdit(elsewhere);
    int pressed = 0;

    Form() {
        choice->addItems({"a", "b", "c"});
        tabs->addTab("one");
        tabs->addTab("two");
        button->setCheckable(true);
        QObject::connect(button, &QToolButton::clicked, &root, [this] { ++pressed; });
        for (int row = 0; row < 3; ++row)
            table->setItem(row, 0, new QTableWidgetItem(QString::number(row)));
        table->setSortingEnabled(true);
        table->sortByColumn(0, Qt::AscendingOrder);
        leaveOutOfStates(*elsewhere);
    }
};

/// Through text, as in a file.
QJsonObject written(const QJsonObject& json) {
    return QJsonDocument::fromJson(QJsonDocument(json).toJson()).object();
}

}  // namespace

class ViewLookTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { Q_INIT_RESOURCE(latentscape); }

    void whatWasSetIsSetAgain() {
        Form form;
        form.choice->setCurrentIndex(2);
        form.tabs->setCurrentIndex(1);
        form.button->setChecked(true);
        form.whole->setValue(7);
        form.number->setValue(1.5);
        form.text->setText("Größe");
        form.slider->setValue(33);
        form.table->sortByColumn(0, Qt::DescendingOrder);
        form.own->setText("not this");
        const QJsonObject states = written(widgetStates(form.root));
        Form other;
        setWidgetStates(other.root, states);
        QCOMPARE(other.choice->currentText(), QString("c"));
        QCOMPARE(other.tabs->currentIndex(), 1);
        QVERIFY(other.button->isChecked());
        // As if by hand.
        QCOMPARE(other.pressed, 1);
        QCOMPARE(other.whole->value(), 7);
        QCOMPARE(other.number->value(), 1.5);
        QCOMPARE(other.text->text(), QString("Größe"));
        QCOMPARE(other.slider->value(), 33);
        QCOMPARE(other.table->item(0, 0)->text(), QString("2"));
        QCOMPARE(other.own->text(), QString());
        QCOMPARE(widgetStates(other.root), states);
    }

    void whatCannotBeSetIsLeftAsItIs_data() {
        QTest::addColumn<QByteArray>("states");
        QTest::newRow("nothing") << QByteArray("{}");
        QTest::newRow("other widgets") << QByteArray(R"({"/QDial0": 3, "/x/y": [1]})");
        QTest::newRow("other types") << QByteArray(
            R"({"/QComboBox0": 3, "/QTabBar0": "x", "/QToolButton0": [1], "/QTableWidget0/QHeaderView0": {"a": 1}})");
        QTest::newRow("too large") << QByteArray(
            R"({"/QComboBox0": "z", "/QTabBar0": 99, "/QTableWidget0/QHeaderView0": [99, 7]})");
    }

    void whatCannotBeSetIsLeftAsItIs() {
        QFETCH(QByteArray, states);
        Form form;
        const QJsonObject before = widgetStates(form.root);
        setWidgetStates(form.root, QJsonDocument::fromJson(states).object());
        QCOMPARE(widgetStates(form.root), before);
    }
};

QTEST_MAIN(ViewLookTest)
#include "view_look_test.moc"
