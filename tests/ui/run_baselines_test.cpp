#include "ui/training/run_baselines.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/support/small_run.h"
#include "tests/support/tables.h"

using namespace latentscape::testing;

namespace latentscape::ui {

class RunBaselinesTest : public QObject {
    Q_OBJECT

private slots:
    void judgesTheValidationRows() {
        const TrainingDataPtr data = prepareSample("iris", smallModel());
        RunBaselines baselines;
        std::vector<std::shared_ptr<const Baselines>> found;
        connect(&baselines, &RunBaselines::fitted, this,
                [&](const std::shared_ptr<const Baselines>& each) { found.push_back(each); });
        baselines.fit(data, 1);
        // The newest counts alone.
        baselines.fit(data, 2);
        QTRY_COMPARE(found.size(), std::size_t(1));
        QVERIFY(found[0]->densities.has_value());
        const Baselines expected =
            fitBaselines(data->preprocessor, data->table, data->split.training, data->split.validation, 2);
        QCOMPARE(found[0]->densities->ppca, expected.densities->ppca);
        QVERIFY(expected.densities->ppca > expected.densities->independent);
    }

    void nothingIsFoundWithoutValidationRowsOrAfterCancelling() {
        auto data = std::make_shared<TrainingData>(*prepareSample("iris", smallModel()));
        RunBaselines baselines;
        int found = 0;
        connect(&baselines, &RunBaselines::fitted, this, [&] { ++found; });
        baselines.fit(data, 2);
        baselines.cancel();
        auto without = std::make_shared<TrainingData>(*data);
        without->split.validation.clear();
        baselines.fit(without, 2);
        // A job asked for later comes back after all earlier ones.
        baselines.fit(data, 1);
        QTRY_COMPARE(found, 1);
    }
};

}  // namespace latentscape::ui

QTEST_GUILESS_MAIN(latentscape::ui::RunBaselinesTest)
#include "run_baselines_test.moc"
