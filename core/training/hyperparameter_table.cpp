// The one declaration of every hyperparameter: a new one is an entry here and a member of Hyperparameters.

#include "core/model/activation.h"
#include "core/model/likelihood.h"
#include "core/training/hyperparameters.h"
#include "core/training/likelihood_choice.h"
#include "core/training/optimizer.h"
#include "core/training/schedule.h"

namespace latentscape {
namespace {

using Group = HyperparameterGroup;
using Effect = HyperparameterEffect;

// clang-format would break the help texts in odd places.
// clang-format off
const std::vector<HyperparameterSpec>& table() {
    static const std::vector<HyperparameterSpec> specs{
        {.key = "latent", .label = "Latent dimensions", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::latent,
         .minimum = 1, .maximum = 512, .sliderMinimum = 1, .sliderMaximum = 16,
         .help = "How many numbers the model may keep of each row. Two can be drawn as a map.",
         .tooLow = "Rows that differ are drawn together and reconstructions stay vague.",
         .tooHigh = "Some dimensions stay unused: their KL is near zero."},
        {.key = "hidden", .label = "Hidden layers", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::hidden,
         .minimum = 1, .maximum = 8192,
         .help = "Units of each hidden layer of the encoder, such as 64,64; the decoder mirrors them. None makes the "
                 "model linear.",
         .tooLow = "Only straight relations are found.",
         .tooHigh = "Training is slow and learns single rows by heart: validation gets worse."},
        {.key = "activation", .label = "Activation", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::activation,
         .advanced = true,
         .choices = {kActivationNames.begin(), kActivationNames.end()},
         .help = "The bend between two layers. SiLU, GELU, ELU and softplus are smooth and work nearly always; ReLU and "
                 "leaky ReLU make maps of flat facets; tanh saturates."},
        {.key = "likelihood", .label = "Number likelihood", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::likelihood,
         .choices = numberLikelihoodNames(),
         .help = "How number columns spread around their reconstruction. Auto takes log-normal for positive columns with "
                 "a long right tail and Gaussian for the others. Student-t forgives wild cells; Poisson and negative "
                 "binomial are for counts; Bernoulli and continuous Bernoulli for images, scaled from 0 to 1. A column "
                 "that a likelihood cannot describe stays Gaussian."},
        {.key = "noise", .label = "Noise width", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::noise,
         .choices = {kNoiseFormNames.begin(), kNoiseFormNames.end()},
         .help = "What the noise width of Gaussian and Student-t columns depends on. Feature learns one width for each "
                 "column; row lets the decoder tell it for each row as well, which gives the best densities and "
                 "anomaly scores; shared learns one for all columns; fixed sets it to one standard deviation.",
         .tooLow = "Fixed and shared leave columns that could be reconstructed exactly as noise.",
         .tooHigh = "Row may learn single rows by heart: watch the validation curve."},
        {.key = "start", .label = "Start", .group = Group::Architecture, .effect = Effect::Restart,
         .member = &Hyperparameters::start,
         .advanced = true,
         .choices = {"ppca", "plain"},
         .help = "pPCA begins at the best linear model and adds straight paths beside encoder and decoder: the map "
                 "starts as the PCA picture and bends from there. Latent dimensions beyond what columns have in "
                 "common begin at random. Plain begins with random weights."},
        {.key = "dropout", .label = "Dropout", .group = Group::Architecture, .effect = Effect::Live,
         .member = &Hyperparameters::dropout,
         .minimum = 0, .maximum = 0.95, .sliderMinimum = 0, .sliderMaximum = 0.5,
         .advanced = true,
         .help = "Share of hidden units that are switched off at random in each step.",
         .tooLow = "Nothing is lost as long as validation does not rise.",
         .tooHigh = "The model cannot rely on any unit and stays vague."},
        {.key = "beta", .label = "β (KL weight)", .group = Group::Objective, .effect = Effect::Live,
         .member = &Hyperparameters::beta,
         .minimum = 0, .maximum = 1e9, .sliderMinimum = 0.01, .sliderMaximum = 100, .logarithmic = true,
         .help = "How much tidiness of the latent space counts against reconstruction. 1 is the true bound on the "
                 "likelihood.",
         .tooLow = "Sharp reconstructions, but a ragged latent space with holes.",
         .tooHigh = "All rows fall on one heap and every reconstruction is the average row."},
        {.key = "kl-warmup", .label = "β warm-up", .group = Group::Objective, .effect = Effect::Live,
         .member = &Hyperparameters::klWarmup,
         .minimum = 0, .maximum = 1e6, .sliderMinimum = 0, .sliderMaximum = 200,
         .advanced = true,
         .help = "Epochs over which β rises from zero to its value, so that the model finds structure before it has to "
                 "tidy up. The pPCA start does not need it; 50 suits a plain start.",
         .tooLow = "Dimensions may collapse at once and never come back.",
         .tooHigh = "Most of the run trains an objective that is not the one you asked for."},
        {.key = "kl-cycle", .label = "β cycle", .group = Group::Objective, .effect = Effect::Live,
         .member = &Hyperparameters::klCycle,
         .minimum = 0, .maximum = 1e6, .sliderMinimum = 0, .sliderMaximum = 200,
         .advanced = true,
         .help = "Epochs of one cycle: β rises from zero to its value in the first half and stays there in the second, "
                 "again and again, so that collapsed dimensions get another chance. 0 switches it off.",
         .tooLow = "The model never settles.",
         .tooHigh = "The run ends within the first cycle."},
        {.key = "free-bits", .label = "Free bits", .group = Group::Objective, .effect = Effect::Live,
         .member = &Hyperparameters::freeBits,
         .minimum = 0, .maximum = 1e3, .sliderMinimum = 0, .sliderMaximum = 2,
         .advanced = true,
         .help = "Nats that each latent dimension may use without paying for them: KL below this is not pushed down.",
         .tooLow = "Weak dimensions may collapse.",
         .tooHigh = "Useless dimensions are kept alive as noise."},
        {.key = "importance-samples", .label = "Importance samples", .group = Group::Objective, .effect = Effect::Live,
         .member = &Hyperparameters::importanceSamples,
         .minimum = 1, .maximum = 1000, .sliderMinimum = 1, .sliderMaximum = 50, .logarithmic = true,
         .advanced = true,
         .help = "Draws of the latent row for each row and step. More than one trains the importance-weighted bound, "
                 "which is tighter than the ELBO.",
         .tooLow = "1 is the plain ELBO.",
         .tooHigh = "Steps take longer in proportion, and the encoder learns less from each."},
        {.key = "optimizer", .label = "Optimiser", .group = Group::Optimisation, .effect = Effect::Restart,
         .member = &Hyperparameters::optimizer,
         .advanced = true,
         .choices = {kOptimizerNames.begin(), kOptimizerNames.end()},
         .help = "How gradients become steps. Adam suits nearly every table; AdamW keeps weight decay apart from the "
                 "step size; RMSProp has no momentum; SGD with momentum needs a learning rate of its own."},
        {.key = "learning-rate", .label = "Learning rate", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::learningRate,
         .minimum = 0, .maximum = 1e6, .sliderMinimum = 1e-5, .sliderMaximum = 1e-1, .logarithmic = true,
         .help = "Size of each step of the optimiser.",
         .tooLow = "The curves creep; nothing seems to happen.",
         .tooHigh = "The curves jump about or the loss becomes infinite."},
        {.key = "learning-rate-schedule", .label = "Rate schedule", .group = Group::Optimisation,
         .effect = Effect::Live,
         .member = &Hyperparameters::learningRateSchedule,
         .advanced = true,
         .choices = {kLearningRateScheduleNames.begin(), kLearningRateScheduleNames.end()},
         .help = "Plateau halves the learning rate whenever validation has not improved for 20 epochs; cosine lets it "
                 "fall smoothly to zero at the last epoch; constant leaves it."},
        {.key = "momentum", .label = "Momentum", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::momentum,
         .minimum = 0, .maximum = 0.9999, .sliderMinimum = 0, .sliderMaximum = 0.99,
         .advanced = true,
         .help = "Of SGD: how much of the last step is carried into the next.",
         .tooLow = "Slow along narrow valleys.",
         .tooHigh = "Overshoots and swings."},
        {.key = "weight-decay", .label = "Weight decay", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::weightDecay,
         .minimum = 0, .maximum = 1e3, .sliderMinimum = 1e-6, .sliderMaximum = 1, .logarithmic = true,
         .advanced = true,
         .help = "Pulls weights towards zero in each step; never biases, nor what sets a variance.",
         .tooLow = "0 switches it off.",
         .tooHigh = "The model forgets its bends and becomes the average row."},
        {.key = "batch", .label = "Batch size", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::batch,
         .minimum = 1, .maximum = 1048576, .sliderMinimum = 8, .sliderMaximum = 1024, .logarithmic = true,
         .help = "Rows that share one step.",
         .tooLow = "Noisy steps and few rows a second.",
         .tooHigh = "Few steps an epoch, so more epochs are needed."},
        {.key = "clip-norm", .label = "Gradient clipping", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::clipNorm,
         .minimum = 0, .maximum = 1e9, .sliderMinimum = 0.1, .sliderMaximum = 1000, .logarithmic = true,
         .advanced = true,
         .help = "Longest gradient that is followed as it is; longer ones are shortened to this norm. 0 switches it off.",
         .tooLow = "Every step has the same length and training slows down.",
         .tooHigh = "One odd row can throw the model off."},
        {.key = "epochs", .label = "Epochs", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::epochs,
         .minimum = 1, .maximum = 1e9, .sliderMinimum = 10, .sliderMaximum = 10000, .logarithmic = true,
         .help = "How often the model sees every training row before the run ends. Raise it at any time to go on.",
         .tooLow = "The curves still fall when the run ends.",
         .tooHigh = "Time is spent; patience ends a run that no longer improves."},
        {.key = "patience", .label = "Patience", .group = Group::Optimisation, .effect = Effect::Live,
         .member = &Hyperparameters::patience,
         .minimum = 0, .maximum = 1e9, .sliderMinimum = 0, .sliderMaximum = 200,
         .help = "Epochs without a better validation ELBO after which the run ends; the best parameters are kept. 0 "
                 "trains all epochs and keeps the last ones.",
         .tooLow = "A short standstill ends the run.",
         .tooHigh = "Time is spent after the best epoch."},
        {.key = "validation", .label = "Validation share", .group = Group::Data, .effect = Effect::Restart,
         .member = &Hyperparameters::validation,
         .minimum = 0, .maximum = 0.9, .sliderMinimum = 0, .sliderMaximum = 0.5,
         .help = "Share of the rows that the model never learns from. They show whether it has learned the table or "
                 "single rows.",
         .tooLow = "The validation curve is noisy, or missing.",
         .tooHigh = "Little is left to learn from."},
        {.key = "seed", .label = "Seed", .group = Group::Data, .effect = Effect::Restart,
         .member = &Hyperparameters::seed,
         .minimum = 0, .maximum = 4294967295.0,
         .help = "Decides the split, the first parameters and all noise. The same seed gives the same run, bit for bit."},
    };
    return specs;
}
// clang-format on

}  // namespace

std::span<const HyperparameterSpec> hyperparameterSpecs() {
    return table();
}

}  // namespace latentscape
