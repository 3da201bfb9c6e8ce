#include "core/analysis/two_sample_tests.h"

#include <QTest>
#include <cmath>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

namespace {

std::vector<double> doubles(const nlohmann::json& list) {
    return list.get<std::vector<double>>();
}

std::vector<Index> counts(const nlohmann::json& list) {
    return list.get<std::vector<Index>>();
}

bool agrees(double value, const nlohmann::json& expected) {
    return std::abs(value - expected.get<double>()) <= 1e-9 * std::max(1e-3, expected.get<double>());
}

}  // namespace

class TwoSampleTestsTest : public QObject {
    Q_OBJECT

private slots:
    void numbersAgreeWithScipy() {
        const nlohmann::json goldens = readGoldens("difference_goldens.json");
        for (const nlohmann::json& golden : goldens["ranks"]) {
            const std::vector<double> first = doubles(golden["first"]);
            const std::vector<double> second = doubles(golden["second"]);
            const TwoSampleTest test = compareRanks(first, second);
            const TwoSampleTest turned = compareRanks(second, first);
            const std::string& name = golden["name"].get_ref<const std::string&>();
            QVERIFY2(std::abs(test.effect - golden["delta"].get<double>()) < 1e-12, name.c_str());
            QVERIFY2(agrees(test.p, golden["p"]), name.c_str());
            QCOMPARE(turned.effect, -test.effect);
            QVERIFY2(agrees(turned.p, golden["p"]), name.c_str());
        }
    }

    void countsAgreeWithScipy() {
        const nlohmann::json goldens = readGoldens("difference_goldens.json");
        for (const nlohmann::json& golden : goldens["counts"]) {
            const std::vector<Index> first = counts(golden["first"]);
            const std::vector<Index> second = counts(golden["second"]);
            const TwoSampleTest test = compareCounts(first, second);
            const TwoSampleTest turned = compareCounts(second, first);
            const std::string& name = golden["name"].get_ref<const std::string&>();
            QVERIFY2(std::abs(test.effect - golden["effect"].get<double>()) < 1e-9, name.c_str());
            QVERIFY2(agrees(test.p, golden["p"]), name.c_str());
            QVERIFY2(std::abs(turned.effect - test.effect) < 1e-12, name.c_str());
            QVERIFY2(agrees(turned.p, golden["p"]), name.c_str());
        }
    }

    void manyTestsAreCorrectedAsBenjaminiAndHochbergDo() {
        const nlohmann::json goldens = readGoldens("difference_goldens.json");
        for (const nlohmann::json& golden : goldens["adjusted"]) {
            const std::vector<double> adjusted = adjustedForManyTests(doubles(golden["p"]));
            const std::vector<double> expected = doubles(golden["adjusted"]);
            QCOMPARE(adjusted.size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i)
                QVERIFY(std::abs(adjusted[i] - expected[i]) < 1e-12);
        }
        QVERIFY(adjustedForManyTests({}).empty());
    }

    void whatCannotDifferDoesNot_data() {
        QTest::addColumn<QList<double>>("first");
        QTest::addColumn<QList<double>>("second");
        QTest::newRow("nothing") << QList<double>{} << QList<double>{};
        QTest::newRow("an empty set") << QList<double>{} << QList<double>{1, 2};
        QTest::newRow("one value everywhere") << QList<double>{3, 3} << QList<double>{3, 3, 3};
    }

    void whatCannotDifferDoesNot() {
        QFETCH(QList<double>, first);
        QFETCH(QList<double>, second);
        const TwoSampleTest numbers = compareRanks(std::span<const double>(first.data(), first.size()),
                                                   std::span<const double>(second.data(), second.size()));
        QCOMPARE(numbers.effect, 0.0);
        QCOMPARE(numbers.p, 1.0);
        const std::vector<Index> some{3, 0};
        const std::vector<Index> none{0, 0};
        for (const auto& [one, other] : {std::pair(some, none), std::pair(some, some), std::pair(none, none)})
            QCOMPARE(compareCounts(one, other).p, 1.0);
    }

    /// Three frequent categories and a hundred that occur once: these count as one.
    void rareCategoriesAreTakenTogether() {
        std::vector<Index> first{100, 200, 300};
        std::vector<Index> second{300, 200, 100};
        for (int i = 0; i < 100; ++i) {
            first.push_back(i % 2);
            second.push_back(1 - i % 2);
        }
        const TwoSampleTest test = compareCounts(first, second);
        const TwoSampleTest merged =
            compareCounts(std::vector<Index>{100, 200, 300, 50}, std::vector<Index>{300, 200, 100, 50});
        QVERIFY(std::abs(test.effect - merged.effect) < 1e-12);
        QVERIFY(std::abs(test.p / merged.p - 1) < 1e-9);
    }

    void aMillionRowsHaveFiniteFigures() {
        std::vector<double> first;
        std::vector<double> second;
        for (int i = 0; i < 500000; ++i) {
            first.push_back(i);
            second.push_back(i + 1000000);
        }
        const TwoSampleTest test = compareRanks(first, second);
        QCOMPARE(test.effect, -1.0);
        QCOMPARE(test.p, 0.0);
        const TwoSampleTest counted =
            compareCounts(std::vector<Index>{1000000, 0}, std::vector<Index>{0, 1000000});
        QCOMPARE(counted.effect, 1.0);
        QCOMPARE(counted.p, 0.0);
    }
};

QTEST_GUILESS_MAIN(TwoSampleTestsTest)
#include "two_sample_tests_test.moc"
