using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Operator.Call("add.Tensor", this, target);

        public Tensor add(Tensor target, Scalar alpha) => Operator.Call("add.Tensor", this, target, alpha);

        public Tensor add(Scalar scalar) => Operator.Call("add.Scalar", this, scalar);

        public Tensor add(Scalar scalar, Scalar alpha) => Operator.Call("add.Scalar", this, scalar, alpha);

        public Tensor add_(Tensor target) => Operator.InPlace("add_.Tensor", this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Operator.InPlace("add_.Tensor", this, target, alpha);

        public Tensor add_(Scalar scalar) => Operator.InPlace("add_.Scalar", this, scalar);

        public Tensor add_(Scalar scalar, Scalar alpha) => Operator.InPlace("add_.Scalar", this, scalar, alpha);

        public Tensor mul(Tensor target) => Operator.Call("mul.Tensor", this, target);

        public Tensor mul(Scalar target) => Operator.Call("mul.Scalar", this, target);

        public Tensor mul_(Tensor target) => Operator.InPlace("mul_.Tensor", this, target);

        public Tensor mul_(Scalar target) => Operator.InPlace("mul_.Scalar", this, target);

        public Tensor sub(Tensor target) => Operator.Call("sub.Tensor", this, target);

        public Tensor sub(Scalar target) => Operator.Call("sub.Scalar", this, target);

        public Tensor sub_(Tensor target) => Operator.InPlace("sub_.Tensor", this, target);

        public Tensor sub_(Scalar target) => Operator.InPlace("sub_.Scalar", this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.Call("div.Tensor_mode", this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.InPlace("div_.Tensor_mode", this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.Call("div.Scalar_mode", this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Operator.InPlace("div_.Scalar_mode", this, target, Name(rounding_mode));

        public Tensor remainder(Scalar scalar) => Operator.Call("remainder.Scalar", this, scalar);

        public Tensor remainder(Tensor target) => Operator.Call("remainder.Tensor", this, target);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Operator.Call("addcmul", this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Operator.InPlace("addcmul_", this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Operator.Call("addcdiv", this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Operator.Call("addcdiv", this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Operator.InPlace("addcdiv_", this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Operator.InPlace("addcdiv_", this, tensor1, tensor2, value);

        public Tensor lerp(Tensor end, Tensor weight) => Operator.Call("lerp.Tensor", this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Operator.InPlace("lerp_.Tensor", this, end, weight);

        public Tensor matmul(Tensor target) => Operator.Call("matmul", this, target);

        public Tensor mm(Tensor target) => Operator.Call("mm", this, target);

        public Tensor mv(Tensor target) => Operator.Call("mv", this, target);

        public Tensor bmm(Tensor batch2) => Operator.Call("bmm", this, batch2);

        public Tensor dot(Tensor target) => Operator.Call("dot", this, target);

        public Tensor outer(Tensor vec2) => Operator.Call("outer", this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Operator.Call("addmm", this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Operator.InPlace("addmm_", this, mat1, mat2, beta, alpha);

        private static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
