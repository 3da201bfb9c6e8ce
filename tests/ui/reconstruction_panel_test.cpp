#include "ui/panels/reconstruction_panel.h"

#include <QLabel>
#include <QScrollBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/support/trained_models.h"
#include "ui/models/reconstruction_model.h"
#include "ui/models/view_state.h"
#include "ui/panels/image_pair_view.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

using Model = ReconstructionModel;

/// A panel that shows a model of a sample.
struct Shown {
    explicit Shown(const std::string& name) : sample(trainSample(name, 3)) {
        viewState.setDataset(sample.data->dataset, sample.data->roles.label);
        panel.resize(300, 400);
        panel.setTrainingData(sample.data);
        panel.setModel(sample.model);
        panel.show();
    }

    const QTableView& table() const { return *panel.findChild<QTableView*>(); }
    const ImagePairView& image() const { return *panel.findChild<ImagePairView*>(); }
    QString cell(int row, Model::Section section) const {
        return table().model()->index(row, section).data().toString();
    }

    /// From top to bottom.
    QStringList visibleLines() const {
        QMap<int, QString> lines;
        for (const QLabel* const label : panel.findChildren<QLabel*>()) {
            if (label->isVisible())
                lines.insert(label->mapTo(&panel, QPoint(0, 0)).y(), label->text());
        }
        return lines.values();
    }

    QToolButton& button(const QString& text) const {
        for (QToolButton* const button : panel.findChildren<QToolButton*>()) {
            if (button->text() == text)
                return *button;
        }
        qFatal("no such button");
    }

    TrainedSample sample;
    ViewState viewState;
    ReconstructionPanel panel{viewState};
};

}  // namespace

class ReconstructionPanelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void saysWhatToDoWithoutAModel() {
        Shown shown("iris");
        shown.panel.clear();
        QCOMPARE(shown.visibleLines().size(), 1);
        QVERIFY(shown.visibleLines().first().startsWith("Start training"));
        shown.panel.setTrainingData(shown.sample.data);
        QVERIFY(shown.visibleLines().first().startsWith("Start training"));
        shown.panel.setModel(shown.sample.model);
        QVERIFY(!shown.table().isHidden());
        QCOMPARE(shown.visibleLines().size(), 3);
    }

    void aValidationRowIsTheExample() {
        Shown shown("penguins");
        const Index row = shown.sample.data->split.validation.front();
        QVERIFY(shown.visibleLines().contains("Click a point to see its row"));
        QVERIFY(shown.visibleLines().first().startsWith(QString("Row %1 · species ").arg(row + 1)));
    }

    void theSelectedRowIsShown() {
        Shown shown("penguins");
        shown.viewState.setSelectedRow(0);
        QCOMPARE(shown.visibleLines().first(), "Row 1 · species Adelie");
        QVERIFY(!shown.visibleLines().contains("Click a point to see its row"));
        QCOMPARE(shown.cell(0, Model::Original), "Torgersen");
        QCOMPARE(shown.cell(1, Model::Original), "39.1");
        QCOMPARE(shown.cell(4, Model::Original), "3750");
        shown.viewState.setSelectedRow(std::nullopt);
        QVERIFY(shown.visibleLines().contains("Click a point to see its row"));
    }

    void itIsSaidWhatARowIsUsedFor() {
        Shown shown("penguins");
        const auto data = std::make_shared<TrainingData>(*shown.sample.data);
        data->split = {.training = {0, 1}, .validation = {3}};
        shown.panel.setTrainingData(data);
        shown.panel.setModel(shown.sample.model);
        for (const auto& [row, use] : {std::pair(1, "Used for training"),
                                       std::pair(3, "Held back for validation"), std::pair(2, "Left out")}) {
            shown.viewState.setSelectedRow(row);
            QVERIFY2(shown.visibleLines().contains(use), use);
        }
    }

    void aMissingCellIsReconstructed() {
        Shown shown("penguins");
        shown.viewState.setSelectedRow(3);
        QCOMPARE(shown.cell(1, Model::Original), "missing");
        QVERIFY(!shown.cell(1, Model::Reconstruction).isEmpty());
        QCOMPARE(shown.cell(1, Model::Error), "");
        QCOMPARE(shown.cell(6, Model::Original), "2007");
    }

    void aCategoryHasAProbability() {
        Shown shown("penguins");
        shown.viewState.setSelectedRow(0);
        QVERIFY(QRegularExpression("^(Biscoe|Dream|Torgersen) \\d+ %$")
                    .match(shown.cell(0, Model::Reconstruction))
                    .hasMatch());
    }

    void theMeanErrorIsTheRowsOwn() {
        Shown shown("iris");
        const auto meanError = [&shown] { return shown.visibleLines().last(); };
        shown.viewState.setSelectedRow(0);
        const QString first = meanError();
        QVERIFY(QRegularExpression("^Mean error \\d+\\.\\d % of range$").match(first).hasMatch());
        shown.viewState.setSelectedRow(118);
        QVERIFY(meanError() != first);
    }

    void digitsAreShownAsPictures() {
        Shown shown("digits");
        shown.viewState.setSelectedRow(0);
        QCOMPARE(shown.visibleLines().first(), "Row 1 · digit 0");
        QVERIFY(shown.image().isVisible());
        const QImage& original = shown.image().picture(ImagePairView::Original);
        QCOMPARE(original.size(), QSize(8, 8));
        // The first row of the first digit is 0 0 5 13 9 1 0 0.
        QVERIFY(qGray(original.pixel(3, 0)) > qGray(original.pixel(2, 0)));
        QCOMPARE(original.pixel(0, 0), original.pixel(7, 0));
        QCOMPARE(shown.image().picture(ImagePairView::Difference).size(), QSize(8, 8));
    }

    void pixelsAreSquaresOfWholeDevicePixels() {
        Shown shown("digits");
        for (const ImagePairView::Picture picture :
             {ImagePairView::Original, ImagePairView::Reconstruction, ImagePairView::Difference}) {
            const QRectF place = shown.image().pictureRect(picture);
            QVERIFY(shown.image().rect().contains(place.toAlignedRect()));
            QCOMPARE(place.width(), place.height());
            QCOMPARE(int(place.width() * shown.image().devicePixelRatioF()) % 8, 0);
        }
    }

    void aPixelTellsItsColumn() {
        Shown shown("digits");
        shown.viewState.setSelectedRow(0);
        const QRectF place = shown.image().pictureRect(ImagePairView::Original);
        const double side = place.width() / 8;
        const QString tip = shown.image().toolTipAt(place.topLeft() + QPointF(3.5, 0.5) * side);
        QVERIFY(tip.startsWith("pixel_0_3\noriginal 13\nreconstruction "));
        QCOMPARE(shown.image().toolTipAt(place.topLeft() - QPointF(2, 2)), "");
    }

    void theSameRowIsShownAsBarsOnRequest() {
        Shown shown("digits");
        shown.button("Bars").click();
        QVERIFY(shown.table().isVisible());
        QVERIFY(!shown.image().isVisible());
        shown.panel.setModel(shown.sample.model);
        QVERIFY(shown.table().isVisible());
        QVERIFY(!Shown("iris").button("Bars").isVisible());
    }

    void aNewSnapshotKeepsScrollAndOrder() {
        Shown shown("breast_cancer");
        shown.button("Error").click();
        const QString first = shown.cell(0, Model::Name);
        QScrollBar* const bar = shown.table().verticalScrollBar();
        QVERIFY(bar->maximum() > 0);
        bar->setValue(bar->maximum() / 2);
        const int before = bar->value();
        const QString value = shown.cell(0, Model::Reconstruction);
        shown.panel.setModel(trainSample("breast_cancer", 6).model);
        QCOMPARE(bar->value(), before);
        QCOMPARE(shown.cell(0, Model::Name), first);
        QVERIFY(shown.cell(0, Model::Reconstruction) != value);
    }

    void aModelOfAnotherTableIsNotShown() {
        Shown shown("iris");
        shown.panel.setModel(trainSample("wine", 1).model);
        QVERIFY(shown.visibleLines().first().startsWith("Start training"));
    }

    void paintsInEveryPalette() {
        Shown shown("digits");
        const QRgb before = shown.image().picture(ImagePairView::Difference).pixel(0, 0);
        QPalette dark;
        for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Base})
            dark.setColor(role, Qt::black);
        for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text})
            dark.setColor(role, Qt::white);
        shown.panel.setPalette(dark);
        QVERIFY(shown.image().picture(ImagePairView::Difference).pixel(0, 0) != before);
        QVERIFY(!shown.panel.grab().isNull());
    }
};

QTEST_MAIN(ReconstructionPanelTest)
#include "reconstruction_panel_test.moc"
