#include "core/data/column_values.h"

#include <QTest>
#include <cstdlib>
#include <string>

using namespace latentscape;

class ColumnValuesTest : public QObject {
    Q_OBJECT

private slots:
    void floatsAndDoublesReadAlike() {
        const ColumnValues floats(std::vector<float>{1, 2.5f, -3});
        const ColumnValues doubles{1, 2.5, -3};
        QVERIFY(floats.areFloats() && !doubles.areFloats());
        QCOMPARE(floats.size(), std::size_t(3));
        QVERIFY(floats == doubles);
        QCOMPARE(floats[1], 2.5);
        QCOMPARE(*std::max_element(floats.begin(), floats.end()), 2.5);
        QVERIFY(!(floats == ColumnValues{1, 2.5}));
    }

    /// What a text of so many decimals spells, to the last bit.
    void floatsNearDecimalNumbersReadAsThese() {
        std::vector<double> numbers;
        std::vector<float> floats;
        for (int thousandths = -99999; thousandths < 100000; thousandths += 7) {
            numbers.push_back(std::strtod(std::to_string(thousandths).append("e-3").c_str(), nullptr));
            floats.push_back(float(numbers.back()));
        }
        const ColumnValues values(floats, 3);
        QVERIFY(values == ColumnValues(numbers));
        ColumnValues changed = values;
        changed.set(0, 7);
        numbers.front() = 7;
        QVERIFY(changed == ColumnValues(numbers));
    }

    void aChangedValueIsKeptAsDouble() {
        ColumnValues values(std::vector<float>{1, 2});
        values.set(0, 0.1);
        values.push_back(0.3);
        QVERIFY(values == (ColumnValues{0.1, 2, 0.3}));
    }

    void aMaskSaysWhichRowsAreMissing_data() {
        QTest::addColumn<QByteArray>("flags");
        QTest::addColumn<int>("count");
        QTest::newRow("none") << QByteArray("000") << 0;
        QTest::newRow("first") << QByteArray("100") << 1;
        QTest::newRow("last") << QByteArray("001") << 1;
        QTest::newRow("all") << QByteArray("111") << 3;
        QTest::newRow("no rows") << QByteArray() << 0;
    }

    void aMaskSaysWhichRowsAreMissing() {
        QFETCH(QByteArray, flags);
        QFETCH(int, count);
        MissingMask pushed;
        MissingMask set(std::size_t(flags.size()));
        std::vector<unsigned char> bytes;
        for (qsizetype row = 0; row < flags.size(); ++row) {
            pushed.push_back(flags[row] == '1');
            bytes.push_back(flags[row] == '1');
            if (flags[row] == '1')
                set.setMissing(std::size_t(row));
        }
        const MissingMask whole(bytes);
        for (const MissingMask& mask : {pushed, set, whole}) {
            QCOMPARE(mask.size(), std::size_t(flags.size()));
            QCOMPARE(int(mask.count()), count);
            QCOMPARE(mask.any(), count > 0);
            for (qsizetype row = 0; row < flags.size(); ++row)
                QCOMPARE(mask[std::size_t(row)], flags[row] == '1');
        }
    }

    void rowsAddedToAMaskArePresent() {
        MissingMask mask{1, 0};
        mask.resize(4);
        QCOMPARE(int(mask.count()), 1);
        QVERIFY(!mask[3]);
    }
};

QTEST_GUILESS_MAIN(ColumnValuesTest)
#include "column_values_test.moc"
