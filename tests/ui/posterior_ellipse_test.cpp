#include "ui/plots/posterior_ellipse.h"

#include <QTest>
#include <cmath>
#include <random>

#include <Eigen/Geometry>

#include "core/analysis/row_details.h"
#include "tests/support/trained_models.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

double length(QPointF vector) {
    return std::hypot(vector.x(), vector.y());
}

}  // namespace

class PosteriorEllipseTest : public QObject {
    Q_OBJECT

private slots:
    /// Against log σ² as the encoder's own head gives it.
    void theAxesAreExpOfHalfTheLogVariance_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<int>("x");
        QTest::addColumn<int>("y");
        QTest::newRow("the only two dimensions") << 2 << 0 << 1;
        QTest::newRow("two of five") << 5 << 3 << 1;
        QTest::newRow("two of 128") << 128 << 0 << 127;
    }
    void theAxesAreExpOfHalfTheLogVariance() {
        QFETCH(int, latent);
        QFETCH(int, x);
        QFETCH(int, y);
        Hyperparameters hyperparameters;
        hyperparameters.hidden = {16};
        hyperparameters.latent = latent;
        hyperparameters.epochs = 1;
        const TrainingDataPtr data = prepareSample("iris", hyperparameters);
        Trainer trainer(data, hyperparameters, {});
        while (!trainer.finished())
            trainer.step();
        const std::shared_ptr<const ModelSnapshot> model = trainer.modelSnapshot();
        VaeWorkspace workspace;
        model->vae->reserve(workspace, 1);
        model->vae->encode(model->parameters, {.x = data->table.values.col(7), .mask = Matrix(0, 0)},
                           workspace);
        const RowDetails details = rowDetails(*data->dataset, data->preprocessor, data->table, *model, 7);
        const PosteriorEllipse ellipse =
            PosteriorEllipse::of(MapPlane::ofDimensions(latent, x, y), details.mean, details.deviation);
        QCOMPARE(ellipse.centre.x(), double(workspace.mean(x, 0)));
        QCOMPARE(ellipse.centre.y(), double(workspace.mean(y, 0)));
        QVERIFY(std::abs(ellipse.first.x() - std::exp(0.5 * double(workspace.logvar(x, 0)))) < 1e-6);
        QCOMPARE(ellipse.first.y(), 0.0);
        QVERIFY(std::abs(ellipse.second.y() - std::exp(0.5 * double(workspace.logvar(y, 0)))) < 1e-6);
        QCOMPARE(ellipse.second.x(), 0.0);
    }

    /// Drawn points, projected one by one, scatter as the ellipse says.
    void inAnyPlaneItIsTheCovarianceOfProjectedDraws() {
        const Vector mean{{1, -2, 0.5F}};
        const Vector deviation{{0.5F, 2, 1}};
        MapPlane plane;
        plane.projection.origin = Eigen::Vector3d(0.2, 0.1, -1);
        const Eigen::Matrix3d turn = (Eigen::AngleAxisd(0.7, Eigen::Vector3d::UnitX()) *
                                      Eigen::AngleAxisd(-0.4, Eigen::Vector3d::UnitZ()))
                                         .toRotationMatrix();
        plane.projection.axes = turn.leftCols(2);
        const PosteriorEllipse ellipse = PosteriorEllipse::of(plane, mean, deviation);
        std::mt19937 random(4);
        std::normal_distribution<float> normal;
        constexpr int kDraws = 200'000;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < kDraws; ++i) {
            const Vector drawn =
                mean + (deviation.array() * Vector{{normal(random), normal(random), normal(random)}}.array())
                           .matrix();
            const QPointF off = plane.of(drawn) - ellipse.centre;
            xx += off.x() * off.x() / kDraws;
            xy += off.x() * off.y() / kDraws;
            yy += off.y() * off.y() / kDraws;
        }
        const QPointF& a = ellipse.first;
        const QPointF& b = ellipse.second;
        QVERIFY(std::abs(a.x() * a.x() + b.x() * b.x() - xx) < 0.03);
        QVERIFY(std::abs(a.x() * a.y() + b.x() * b.y() - xy) < 0.03);
        QVERIFY(std::abs(a.y() * a.y() + b.y() * b.y() - yy) < 0.03);
        QVERIFY(std::abs(QPointF::dotProduct(a, b)) < 1e-9);
        QVERIFY(length(a) >= length(b));
    }

    void itsOutlineLiesAtTheAskedDistance() {
        const PosteriorEllipse ellipse{.centre = {1, 2}, .first = {3, 0}, .second = {0, 0.5}};
        const QPolygonF outline = ellipse.outline(2);
        QVERIFY(outline.isClosed());
        for (const QPointF& point : outline)
            QVERIFY(std::abs(std::hypot((point.x() - 1) / 3, (point.y() - 2) / 0.5) - 2) < 1e-12);
        QCOMPARE(outline.boundingRect(), QRectF(QPointF(-5, 1), QPointF(7, 3)));
    }

    void ofOneLatentDimensionItIsALine() {
        const PosteriorEllipse ellipse =
            PosteriorEllipse::of(MapPlane::ofDimensions(1, 0, 0), Vector{{0.5F}}, Vector{{0.25F}});
        QCOMPARE(ellipse.first, QPointF(0.25, 0));
        QCOMPARE(ellipse.second, QPointF(0, 0));
    }
};

QTEST_APPLESS_MAIN(PosteriorEllipseTest)
#include "posterior_ellipse_test.moc"
