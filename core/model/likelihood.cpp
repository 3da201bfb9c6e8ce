#include "core/model/likelihood.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/model/likelihoods/bernoulli.h"
#include "core/model/likelihoods/categorical.h"
#include "core/model/likelihoods/continuous_bernoulli.h"
#include "core/model/likelihoods/location_scale.h"
#include "core/model/likelihoods/negative_binomial.h"
#include "core/model/likelihoods/poisson.h"

namespace latentscape {
namespace {

using Factory = std::unique_ptr<const Likelihood> (*)(LikelihoodBlock);

template <class Kind>
std::unique_ptr<const Likelihood> make(LikelihoodBlock block) {
    return std::make_unique<const Kind>(std::move(block));
}

struct Entry {
    std::string_view name;
    Factory make;
};

// A new likelihood is one file in likelihoods/ and one line here.
constexpr std::array<Entry, 7> kLikelihoods{{
    {"gaussian", &make<GaussianLikelihood>},
    {"student-t", &make<StudentTLikelihood>},
    {"bernoulli", &make<BernoulliLikelihood>},
    {"categorical", &make<CategoricalLikelihood>},
    {"continuous-bernoulli", &make<ContinuousBernoulliLikelihood>},
    {"poisson", &make<PoissonLikelihood>},
    {"negative-binomial", &make<NegativeBinomialLikelihood>},
}};

}  // namespace

NoiseForm noiseFormFromString(std::string_view name) {
    const auto* const found = std::find(kNoiseFormNames.begin(), kNoiseFormNames.end(), name);
    if (found == kNoiseFormNames.end())
        throw std::invalid_argument("no form of noise is called " + std::string(name));
    return NoiseForm(found - kNoiseFormNames.begin());
}

std::unique_ptr<const Likelihood> makeLikelihood(LikelihoodBlock block) {
    for (const Entry& entry : kLikelihoods)
        if (entry.name == block.likelihood)
            return entry.make(std::move(block));
    throw std::invalid_argument("no likelihood is called " + block.likelihood);
}

std::vector<std::string_view> likelihoodNames() {
    std::vector<std::string_view> names;
    for (const Entry& entry : kLikelihoods)
        names.push_back(entry.name);
    return names;
}

}  // namespace latentscape
