#include "ui/explore/sliders_panel.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/analysis/sensitivity.h"
#include "tests/support/explored.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// An untrained model with that many latent dimensions.
TrainedSample wideSample(Index latent) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {16};
    hyperparameters.latent = latent;
    TrainedSample sample;
    sample.data = prepareSample("iris", hyperparameters);
    const auto vae = std::make_shared<const Vae>(vaeConfig(sample.data->preprocessor, hyperparameters));
    sample.model = std::make_shared<const ModelSnapshot>(
        ModelSnapshot{vae, vae->initialParameters(sample.data->statistics, Random(1))});
    return sample;
}

QToolButton* buttonOf(QWidget& panel, const QString& text) {
    for (auto* const one : panel.findChildren<QToolButton*>())
        if (one->text() == text)
            return one;
    return nullptr;
}

}  // namespace

class SlidersPanelTest : public QObject {
    Q_OBJECT

private slots:
    void aSliderMovesThePlace() {
        Explored explored("wine");
        SlidersPanel panel(explored.exploration);
        panel.resize(300, 500);
        panel.show();
        QCOMPARE(panel.sliders().size(), std::size_t(2));
        auto* const slider = panel.sliders()[1]->findChild<QSlider*>();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_PageUp);
        QVERIFY(explored.exploration.place()[1] > 0);
        QCOMPARE(explored.exploration.place()[0], Scalar(0));
        QCOMPARE(panel.chosenDimension(), Index(1));
        QVERIFY(std::abs(panel.sliders()[1]->value() - double(explored.exploration.place()[1])) < 1e-3);
    }

    void theFieldTakesAnExactValueAlsoBeyondTheSlider() {
        Explored explored("wine");
        SlidersPanel panel(explored.exploration);
        panel.show();
        auto* const field = panel.sliders()[0]->findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, "12.345");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(explored.exploration.place()[0], Scalar(12.345));
        QCOMPARE(panel.sliders()[0]->findChild<QSlider*>()->value(),
                 panel.sliders()[0]->findChild<QSlider*>()->maximum());
    }

    void slidersFollowThePlaceAndTheButtonsResetIt() {
        Explored explored("wine");
        SlidersPanel panel(explored.exploration);
        panel.show();
        explored.viewState.setSelectedRow(20);
        const Vector mean = explored.exploration.snapshot()->means.col(20);
        QVERIFY(std::abs(panel.sliders()[0]->value() - double(mean[0])) < 2e-3);
        explored.exploration.setPlace(Vector::Constant(2, 0.25f));
        QVERIFY(std::abs(panel.sliders()[1]->value() - 0.25) < 2e-3);
        QTest::mouseClick(buttonOf(panel, "To the row"), Qt::LeftButton);
        QCOMPARE(explored.exploration.place(), mean);
        QTest::mouseClick(buttonOf(panel, "To 0"), Qt::LeftButton);
        QCOMPARE(explored.exploration.place(), Vector::Zero(2));
    }

    void rangesAreThoseOfTheRows() {
        const Explored explored("wine");
        const Matrix& means = explored.exploration.snapshot()->means;
        const std::vector<Range> ranges = latentRanges(*explored.exploration.snapshot());
        for (Index i = 0; i < 2; ++i) {
            const Range& range = ranges[std::size_t(i)];
            QVERIFY(range.min <= double(means.row(i).minCoeff()) &&
                    range.max >= double(means.row(i).maxCoeff()));
            QVERIFY(range.span() >= 2);
        }
        LatentSnapshot collapsed;
        collapsed.means = Matrix::Zero(3, 4);
        collapsed.means.row(1).setConstant(std::numeric_limits<Scalar>::quiet_NaN());
        collapsed.means.row(2) << -4, 0, 1, 6;
        QCOMPARE(latentRanges(collapsed)[0], (Range{-1, 1}));
        QCOMPARE(latentRanges(collapsed)[1], (Range{-1, 1}));
        QCOMPARE(latentRanges(collapsed)[2], (Range{-4, 6}));
    }

    void effectsAreSortedInUnitsOrInDeviations() {
        Explored explored("wine", 10);
        SlidersPanel panel(explored.exploration);
        panel.show();
        const EffectsModel& effects = panel.effects();
        QTRY_VERIFY(effects.rowCount() > 0);
        const TrainedSample& sample = explored.sample;
        const Eigen::VectorXd slopes =
            sensitivity(sample.data->preprocessor, *sample.model, explored.exploration.place()).col(0);
        const DecodedColumns columns(sample.data);
        const auto descends = [&](bool inDeviations) {
            double before = std::numeric_limits<double>::infinity();
            for (int row = 0; row < effects.rowCount(); ++row) {
                const int column = effects.columnAt(row);
                const double size = std::abs(slopes[column]) / (inDeviations ? columns.spread(column) : 1);
                if (size > before * (1 + 1e-6))
                    return false;
                before = size;
            }
            return true;
        };
        QVERIFY(descends(false));
        QVERIFY(!descends(true));
        auto* const order = panel.findChild<QComboBox*>();
        order->setFocus();
        QTest::keyClick(order, Qt::Key_Down);
        QVERIFY(descends(true));
        const QAbstractItemModelTester tester(const_cast<EffectsModel*>(&effects));
    }

    void anotherDimensionShowsItsOwnEffects() {
        Explored explored("wine", 10);
        SlidersPanel panel(explored.exploration);
        panel.show();
        QTRY_VERIFY(panel.effects().rowCount() > 0);
        const double before = panel.effects().effects()[0].slope;
        QTest::mouseClick(panel.sliders()[1]->findChild<QToolButton*>(), Qt::LeftButton);
        QTRY_VERIFY(panel.effects().effects()[0].slope != before);
        const TrainedSample& sample = explored.sample;
        QVERIFY(std::abs(panel.effects().effects()[0].slope -
                         sensitivity(sample.data->preprocessor, *sample.model, explored.exploration.place())(
                             0, 1)) < 1e-9);
    }

    void oneAndManyDimensionsHaveSliders_data() {
        QTest::addColumn<int>("latent");
        QTest::newRow("1") << 1;
        QTest::newRow("128") << 128;
    }

    void oneAndManyDimensionsHaveSliders() {
        QFETCH(int, latent);
        const TrainedSample sample = wideSample(latent);
        ViewState viewState;
        QUndoStack undoStack;
        Exploration exploration(viewState, undoStack);
        SlidersPanel panel(exploration);
        panel.resize(280, 500);
        panel.show();
        QVERIFY(panel.sliders().empty());
        viewState.setDataset(sample.data->dataset, std::nullopt);
        exploration.setData(sample.data);
        exploration.setSnapshot(snapshotOf(sample));
        QCOMPARE(int(panel.sliders().size()), latent);
        auto* const slider = panel.sliders().back()->findChild<QSlider*>();
        QTest::keyClick(slider, Qt::Key_Right);
        QVERIFY(exploration.place()[latent - 1] != 0);
        QTRY_VERIFY(panel.effects().rowCount() > 0);
        QVERIFY(panel.sizeHint().width() <= 400);
    }

    void anotherTableTakesItsEffectsAway() {
        Explored explored("wine");
        SlidersPanel panel(explored.exploration);
        panel.show();
        QTRY_VERIFY(panel.effects().rowCount() > 0);
        panel.sliders()[0]->findChild<QSlider*>()->setValue(3);
        const TrainedSample other = trainSample("iris", 1);
        explored.exploration.setData(other.data);
        QCOMPARE(panel.effects().rowCount(), 0);
        explored.exploration.setSnapshot(snapshotOf(other));
        QTRY_COMPARE(panel.effects().rowCount(), int(other.data->preprocessor.columns().size()));
    }
};

QTEST_MAIN(SlidersPanelTest)
#include "sliders_panel_test.moc"
