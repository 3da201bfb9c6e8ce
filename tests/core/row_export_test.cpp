#include "core/data/row_export.h"

#include <QFile>
#include <QTest>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;

class RowExportTest : public QObject {
    Q_OBJECT

private slots:
    /// Against the lines of the files themselves.
    void rowsAreWrittenAsTheirFileWritesThem_data() {
        QTest::addColumn<QString>("sample");
        for (const char* sample : {"iris", "digits"})
            QTest::newRow(sample) << sample;
    }

    void rowsAreWrittenAsTheirFileWritesThem() {
        QFETCH(QString, sample);
        QFile file(QString::fromStdString(samplePath(sample.toStdString())));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArrayList lines = file.readAll().split('\n');
        const DatasetPtr dataset = readSample(sample.toStdString());
        QByteArrayList expected{lines[0]};
        for (const int row : {0, 7, 8, 149})
            expected << lines[row + 1];
        const std::string text = rowsAsCsv(*dataset, {0, 7, 8, 149});
        QCOMPARE(QByteArray::fromStdString(text), expected.join('\n') + '\n');
    }

    /// A column has as many decimals as its longest number; the numbers stay.
    void whatIsExportedReadsBackAsItWas() {
        const DatasetPtr dataset = readSample("wine");
        const DatasetPtr again = tableFrom(rowsAsCsv(*dataset, allRows(dataset->rows())));
        QCOMPARE(again->columns().size(), dataset->columns().size());
        for (std::size_t column = 0; column < dataset->columns().size(); ++column)
            for (Index row = 0; row < dataset->rows(); ++row)
                QCOMPARE(again->columns()[column].values[std::size_t(row)],
                         dataset->columns()[column].values[std::size_t(row)]);
    }

    void missingCellsAreEmptyAndDatesStayAsTheyWere() {
        const DatasetPtr dataset = tableFrom(
            "day,amount,\"say, "
            "what\"\n31.12.2023,1.50,a\n01.02.2024,,b\n15.06.2024,2.25,\n16.06.2024,3.00,b\n"
            "17.06.2024,4.00,a\n");
        QCOMPARE(QString::fromStdString(rowsAsCsv(*dataset, {1, 2})),
                 QString("day,amount,\"say, what\"\n01.02.2024,,b\n15.06.2024,2.25,\n"));
    }

    void noRowsLeaveTheHeader() {
        QCOMPARE(rowsAsCsv(*tableFrom("a,b\n1,2\n3,4\n"), {}), std::string("a,b\n"));
    }
};

QTEST_GUILESS_MAIN(RowExportTest)
#include "row_export_test.moc"
