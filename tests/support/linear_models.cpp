#include "tests/support/linear_models.h"

#include <cmath>
#include <stdexcept>

#include <Eigen/Eigenvalues>

namespace latentscape::testing {

void setParameter(LinearModel& model, std::string_view name, const Eigen::MatrixXd& values) {
    const std::vector<ParameterBlock>& blocks = model.vae->layout().blocks();
    for (std::size_t i = 0; i < blocks.size(); ++i)
        if (blocks[i].name == name) {
            model.vae->layout().matrix(model.parameters, i) = values.cast<Scalar>();
            return;
        }
    throw std::out_of_range(std::string(name));
}

LinearModel exactLinearModel(const std::string& sample, Index latent) {
    Hyperparameters hyperparameters;
    hyperparameters.hidden = {};
    hyperparameters.latent = latent;
    hyperparameters.validation = 0;
    LinearModel model;
    model.data = prepareSample(sample, hyperparameters);
    model.rows = model.data->split.training;
    model.vae = std::make_shared<const Vae>(vaeConfig(model.data->preprocessor, hyperparameters));
    model.parameters = Vector::Zero(model.vae->layout().size());

    const Eigen::MatrixXd x = model.data->table.values.cast<double>();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(x * x.transpose() / double(x.cols()));
    const Eigen::VectorXd values = solver.eigenvalues().tail(latent);
    const Eigen::MatrixXd vectors = solver.eigenvectors().rightCols(latent);
    model.noiseVariance = solver.eigenvalues().head(x.rows() - latent).mean();
    model.klPerDimension = (0.5 * (values.array() / model.noiseVariance).log()).matrix();

    const Eigen::VectorXd length = (values.array() - model.noiseVariance).sqrt();
    const Eigen::MatrixXd decoder = vectors * length.asDiagonal();
    setParameter(model, "output.weight", decoder.transpose());
    setParameter(model, "mean.weight", decoder * values.cwiseInverse().asDiagonal());
    setParameter(model, "logvar.bias", (model.noiseVariance / values.array()).log().matrix());
    setParameter(model, "noise.0", Eigen::VectorXd::Constant(x.rows(), std::log(model.noiseVariance)));
    return model;
}

}  // namespace latentscape::testing
