using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => Operator.Call("bernoulli", this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Operator.InPlace("bernoulli_.float", this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Operator.InPlace("bernoulli_.Tensor", this, p, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Operator.InPlace("uniform_", this, from, to, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Operator.InPlace("normal_", this, mean, std, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Operator.InPlace("exponential_", this, lambda, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Operator.Call("multinomial", this, num_samples, replacement, generator);
    }
}
