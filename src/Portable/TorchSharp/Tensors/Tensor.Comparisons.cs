using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor eq(Tensor target) => Operator.Call("eq.Tensor", this, target);

        public Tensor eq_(Tensor target) => Operator.InPlace("eq_.Tensor", this, target);

        public Tensor eq(Scalar target) => Operator.Call("eq.Scalar", this, target);

        public Tensor eq_(Scalar target) => Operator.InPlace("eq_.Scalar", this, target);

        public Tensor ne(Tensor target) => Operator.Call("ne.Tensor", this, target);

        public Tensor ne_(Tensor target) => Operator.InPlace("ne_.Tensor", this, target);

        public Tensor ne(Scalar target) => Operator.Call("ne.Scalar", this, target);

        public Tensor ne_(Scalar target) => Operator.InPlace("ne_.Scalar", this, target);

        public Tensor lt(Tensor target) => Operator.Call("lt.Tensor", this, target);

        public Tensor lt_(Tensor target) => Operator.InPlace("lt_.Tensor", this, target);

        public Tensor lt(Scalar target) => Operator.Call("lt.Scalar", this, target);

        public Tensor lt_(Scalar target) => Operator.InPlace("lt_.Scalar", this, target);

        public Tensor le(Tensor target) => Operator.Call("le.Tensor", this, target);

        public Tensor le_(Tensor target) => Operator.InPlace("le_.Tensor", this, target);

        public Tensor le(Scalar target) => Operator.Call("le.Scalar", this, target);

        public Tensor le_(Scalar target) => Operator.InPlace("le_.Scalar", this, target);

        public Tensor gt(Tensor target) => Operator.Call("gt.Tensor", this, target);

        public Tensor gt_(Tensor target) => Operator.InPlace("gt_.Tensor", this, target);

        public Tensor gt(Scalar target) => Operator.Call("gt.Scalar", this, target);

        public Tensor gt_(Scalar target) => Operator.InPlace("gt_.Scalar", this, target);

        public Tensor ge(Tensor target) => Operator.Call("ge.Tensor", this, target);

        public Tensor ge_(Tensor target) => Operator.InPlace("ge_.Tensor", this, target);

        public Tensor ge(Scalar target) => Operator.Call("ge.Scalar", this, target);

        public Tensor ge_(Scalar target) => Operator.InPlace("ge_.Scalar", this, target);

        public Tensor logical_and(Tensor other) => Operator.Call("logical_and", this, other);

        public Tensor logical_or(Tensor other) => Operator.Call("logical_or", this, other);

        /// <summary>Elementwise, like <see cref="eq(Tensor)"/>; <see cref="Equals(Tensor)"/> compares the whole.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Operator.CallInteger("allclose", this, target, rtol, atol, equal_nan) != 0;
    }
}
