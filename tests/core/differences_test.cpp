#include "core/analysis/differences.h"

#include <QTest>
#include <cmath>
#include <random>

#include "core/analysis/encoding.h"
#include "core/data/sampler.h"
#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

using Kind = ColumnDifference::Kind;

constexpr Index kRows = 400;
constexpr int kNumbers = 12;

/// Columns of independent numbers `x0` …, one of categories and one of dates as numbers; in the first 60 rows
/// x4 is shifted by one deviation and x7 by 0.8 the other way.
DatasetPtr shiftedTable(std::uint64_t seed, bool shifted) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<Column> columns;
    for (int i = 0; i < kNumbers; ++i) {
        std::vector<double> values;
        for (Index row = 0; row < kRows; ++row) {
            const double shift = !shifted || row >= 60 ? 0 : i == 4 ? 1.0 : i == 7 ? -0.8 : 0;
            values.push_back(normal(random) + shift);
        }
        columns.push_back({.name = std::string("x").append(std::to_string(i)),
                           .values = ColumnValues(std::move(values)),
                           .missing = MissingMask(std::size_t(kRows)),
                           .decimals = 3});
    }
    std::vector<double> colours;
    for (Index row = 0; row < kRows; ++row)
        colours.push_back(double(random() % 4));
    columns.push_back({.name = "colour",
                       .type = ColumnType::Category,
                       .values = ColumnValues(std::move(colours)),
                       .missing = MissingMask(std::size_t(kRows)),
                       .categories = {"a", "b", "c", "d"}});
    return std::make_shared<const Dataset>("shifted", "", std::move(columns));
}

RowList stretch(Index from, Index to) {
    RowList rows;
    for (Index row = from; row < to; ++row)
        rows.push_back(row);
    return rows;
}

const ColumnDifference* find(const std::vector<ColumnDifference>& differences, const std::string& name,
                             Kind kind) {
    for (const ColumnDifference& difference : differences)
        if (difference.name == name && difference.kind == kind)
            return &difference;
    return nullptr;
}

}  // namespace

class DifferencesTest : public QObject {
    Q_OBJECT

private slots:
    void plantedShiftsRankFirst() {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const DatasetPtr dataset = shiftedTable(seed, true);
            const std::vector<ColumnDifference> differences =
                dataDifferences(*dataset, stretch(0, 60), stretch(60, kRows));
            QCOMPARE(differences.size(), std::size_t(kNumbers + 1));
            // Both are as likely to lead.
            QCOMPARE(std::min(differences[0].name, differences[1].name), std::string("x4"));
            QCOMPARE(std::max(differences[0].name, differences[1].name), std::string("x7"));
            QVERIFY(find(differences, "x4", Kind::Numbers)->effect > 0);
            QVERIFY(find(differences, "x7", Kind::Numbers)->effect < 0);
            QVERIFY(differences[0].isSignificant() && differences[1].isSignificant());
        }
    }

    void randomHalvesDifferByChanceInFivePercent() {
        int tests = 0;
        int flagged = 0;
        int corrected = 0;
        for (std::uint64_t seed = 1; seed <= 150; ++seed) {
            const DatasetPtr dataset = shiftedTable(seed, false);
            const std::vector<ColumnDifference> differences =
                dataDifferences(*dataset, stretch(0, kRows / 2), stretch(kRows / 2, kRows));
            for (const ColumnDifference& difference : differences) {
                ++tests;
                flagged += difference.p < 0.05 ? 1 : 0;
            }
            corrected += differences.front().isSignificant() ? 1 : 0;
        }
        // Four standard errors of a share of 5 %.
        const double share = double(flagged) / tests;
        QVERIFY2(std::abs(share - 0.05) < 4 * std::sqrt(0.05 * 0.95 / tests),
                 qPrintable(QString::number(share)));
        QVERIFY2(corrected <= 0.05 * 150 + 4 * std::sqrt(0.05 * 0.95 * 150),
                 qPrintable(QString::number(corrected)));
    }

    void figuresAreThoseOfBothSets() {
        const DatasetPtr dataset = tableFrom(
            "size,colour,id,fixed\n1,red,q1,7\n2,red,q2,7\n,green,q3,7\n4,blue,q4,7\n10,blue,q5,7\n20,,q6,7\n"
            "30,blue,q7,7\n");
        const std::vector<ColumnDifference> differences =
            dataDifferences(*dataset, RowList{0, 1, 2}, RowList{3, 4, 5, 6});
        const ColumnDifference* const size = find(differences, "size", Kind::Numbers);
        QVERIFY(size);
        QCOMPARE(size->effect, -1.0);
        QCOMPARE(size->firstRows, Index(2));
        QCOMPARE(size->secondRows, Index(4));
        QCOMPARE(size->first.median, 1.5);
        QCOMPARE(size->second.median, 15.0);
        QCOMPARE(size->second.mean, 16.0);
        // 2 / (6 choose 2)
        QVERIFY(std::abs(size->p - 2.0 / 15) < 1e-12);
        QCOMPARE(std::accumulate(size->first.bins.begin(), size->first.bins.end(), Index(0)), Index(2));
        QCOMPARE(std::accumulate(size->second.bins.begin(), size->second.bins.end(), Index(0)), Index(4));
        const ColumnDifference* const gaps = find(differences, "size", Kind::Missing);
        QVERIFY(gaps);
        QCOMPARE(gaps->shares.size(), std::size_t(1));
        QCOMPARE(gaps->shares.front().first, Index(1));
        QCOMPARE(gaps->shares.front().second, Index(0));
        QCOMPARE(gaps->firstRows, Index(3));
        const ColumnDifference* const colour = find(differences, "colour", Kind::Categories);
        QVERIFY(colour);
        // blue 0 and 3, red 2 and 0, green 1 and 0: nothing in common.
        QCOMPARE(colour->effect, 1.0);
        QCOMPARE(colour->shares.front().category, Index(0));
        QCOMPARE(colour->shares.front().second, Index(3));
        QVERIFY(!find(differences, "fixed", Kind::Numbers));
        QVERIFY(!find(differences, "id", Kind::Categories));
    }

    void aMissingValueIsADifference() {
        std::string csv = "x,y\n";
        for (int row = 0; row < 100; ++row)
            csv += (row < 50 && row % 2 == 0 ? std::string() : std::to_string(row % 10)) + "," +
                   std::to_string(row % 7) + "\n";
        const DatasetPtr dataset = tableFrom(csv);
        const std::vector<ColumnDifference> differences =
            dataDifferences(*dataset, stretch(0, 50), stretch(50, 100));
        const auto gap = std::ranges::find(differences, Kind::Missing, &ColumnDifference::kind);
        QVERIFY(gap != differences.end());
        QCOMPARE(gap->name, std::string("x"));
        QVERIFY(gap->isSignificant());
        // Half of the first, none of the second: V² = ½ (½ + ¼ / 1.5).
        QVERIFY(std::abs(gap->effect - std::sqrt(0.5 * (0.5 + 0.25 / 1.5))) < 1e-12);
    }

    void degenerateSetsAreNoError_data() {
        QTest::addColumn<int>("firstRows");
        QTest::addColumn<int>("secondRows");
        QTest::addColumn<bool>("compared");
        QTest::newRow("nothing selected") << 0 << 342 << false;
        QTest::newRow("everything selected") << 344 << 0 << false;
        QTest::newRow("one row") << 1 << 343 << true;
        QTest::newRow("all but one") << 343 << 1 << true;
        QTest::newRow("two rows") << 1 << 1 << true;
    }

    void degenerateSetsAreNoError() {
        QFETCH(int, firstRows);
        QFETCH(int, secondRows);
        QFETCH(bool, compared);
        const TrainedSample trained = trainSample("penguins", 1);
        const RowList first = stretch(0, firstRows);
        const RowList second = stretch(firstRows, firstRows + secondRows);
        const auto check = [&](const std::vector<ColumnDifference>& differences) {
            QCOMPARE(!differences.empty(), compared);
            for (const ColumnDifference& difference : differences) {
                QVERIFY(std::abs(difference.effect) <= 1 + 1e-12);
                QVERIFY(difference.p >= 0 && difference.p <= 1);
                QVERIFY(difference.correctedP >= difference.p);
            }
        };
        check(dataDifferences(*trained.data->dataset, first, second));
        check(reconstructionDifferences(trained.data->preprocessor, trained.data->table, *trained.model,
                                        first, second));
    }

    /// Values that the model itself decodes at the means.
    void reconstructionsAreComparedInPlaceOfData() {
        const TrainedSample trained = trainSample("wine", 5);
        const Preprocessor& preprocessor = trained.data->preprocessor;
        const RowList first = stretch(0, 59);
        const RowList second = stretch(59, 178);
        const auto decoded = [&](const RowList& rows) {
            return decodeRows(preprocessor, *trained.model,
                              encodeRows(trained.data->table, *trained.model, rows).mean);
        };
        std::vector<Column> columns;
        for (std::size_t i = 0; i < preprocessor.columns().size(); ++i) {
            std::vector<double> values;
            for (const RowList& rows : {first, second})
                for (const std::vector<DecodedCell>& cells : decoded(rows))
                    values.push_back(cells[i].value);
            columns.push_back({.name = preprocessor.columns()[i].name,
                               .values = ColumnValues(std::move(values)),
                               .missing = MissingMask(178)});
        }
        const std::vector<ColumnDifference> expected =
            dataDifferences(Dataset("decoded", "", std::move(columns)), first, second);
        const std::vector<ColumnDifference> differences =
            reconstructionDifferences(preprocessor, trained.data->table, *trained.model, first, second);
        QCOMPARE(differences.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const ColumnDifference* const same = find(differences, expected[i].name, expected[i].kind);
            QVERIFY(same);
            QVERIFY(std::abs(same->effect - expected[i].effect) < 1e-3);
            QCOMPARE(same->column, *trained.data->dataset->indexOf(same->name));
        }
        // The data scatter about what the model makes of them.
        const std::vector<ColumnDifference> data = dataDifferences(*trained.data->dataset, first, second);
        const auto effect = [](const std::vector<ColumnDifference>& all) {
            return std::abs(find(all, "flavanoids", Kind::Numbers)->effect);
        };
        QVERIFY(effect(differences) > effect(data));
    }

    /// Rows of the table itself, but for one column of numbers and one of categories.
    void madeUpRowsAreComparedWithPresentCellsOfTheTable() {
        const TrainedSample trained = trainSample("penguins", 1);
        const Preprocessor& preprocessor = trained.data->preprocessor;
        const Dataset& dataset = *trained.data->dataset;
        const RowList rows = allRows(dataset.rows());
        GeneratedRows copy{.z = {}, .values = Eigen::MatrixXd(Index(preprocessor.columns().size()), 300)};
        for (Index i = 0; i < copy.values.rows(); ++i) {
            const Column& column = dataset.column(preprocessor.columns()[std::size_t(i)].column);
            for (Index row = 0; row < 300; ++row) {
                // Rows 20 and on have all their values, or take those of the first row.
                const std::size_t from = column.missing[std::size_t(row + 20)] ? 0 : std::size_t(row + 20);
                copy.values(i, row) = column.name == "body_mass_g" ? column.values[from] + 800
                                      : column.name == "island"    ? 0
                                                                   : column.values[from];
            }
        }
        const std::vector<ColumnDifference> differences =
            generatedDifferences(dataset, preprocessor, rows, copy);
        QCOMPARE(std::min(differences[0].name, differences[1].name), std::string("body_mass_g"));
        QCOMPARE(std::max(differences[0].name, differences[1].name), std::string("island"));
        QVERIFY(find(differences, "body_mass_g", Kind::Numbers)->effect > 0.3);
        QCOMPARE(find(differences, "body_mass_g", Kind::Numbers)->secondRows, Index(342));
        for (std::size_t i = 2; i < differences.size(); ++i)
            QVERIFY2(std::abs(differences[i].effect) < 0.1, differences[i].name.c_str());
    }

    void valuesOfAnySizeFitThePicture() {
        std::string csv = "x,y\n";
        for (int row = 0; row < 40; ++row)
            csv += (row == 3    ? std::string("1e308")
                    : row == 30 ? std::string("-1e308")
                                : std::to_string(row)) +
                   "," + std::to_string(row * 1e-30) + "\n";
        const DatasetPtr dataset = tableFrom(csv);
        for (const ColumnDifference& difference : dataDifferences(*dataset, stretch(0, 20), stretch(20, 40)))
            for (const ColumnDifference::Numbers& numbers : {difference.first, difference.second})
                QCOMPARE(std::accumulate(numbers.bins.begin(), numbers.bins.end(), Index(0)), Index(20));
    }

    void workReportsItsProgressAndCanBeCancelled() {
        const TrainedSample trained = trainSample("wine", 1);
        const RowList first = stretch(0, 100);
        const RowList second = stretch(100, 178);
        const auto compare = [&](bool data, const Progress& progress) {
            return data ? dataDifferences(*trained.data->dataset, first, second, progress)
                        : reconstructionDifferences(trained.data->preprocessor, trained.data->table,
                                                    *trained.model, first, second, progress);
        };
        for (const bool data : {true, false}) {
            std::vector<double> shares;
            const Progress keep = [&shares](double share) {
                shares.push_back(share);
                return true;
            };
            compare(data, keep);
            QVERIFY(shares.size() > 10);
            QVERIFY(std::ranges::is_sorted(shares) && shares.front() >= 0 && shares.back() < 1);
            QCOMPARE(
                tests::thrownProblem([&] { compare(data, [](double share) { return share < 0.3; }); })->code,
                ProblemCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(DifferencesTest)
#include "differences_test.moc"
