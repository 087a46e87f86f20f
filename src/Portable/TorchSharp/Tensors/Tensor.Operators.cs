namespace TorchSharp;

public static partial class torch
{
    // The official package also has each operator for every C# number type; Scalar, made implicitly, stands for them all.
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        public static Tensor operator -(Scalar left, Tensor right) => Operator.Call("rsub.Scalar", right, left);
        public static Tensor operator -(Tensor tensor) => tensor.neg();
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        public static Tensor operator /(Scalar left, Tensor right) => right.reciprocal().mul_(left);
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        public static Tensor operator |(Tensor left, Tensor right) => Operator.Call("bitwise_or.Tensor", left, right);
        public static Tensor operator ~(Tensor left) => Operator.Call("bitwise_not", left);
        public static explicit operator int(Tensor value) => value.ToInt32();
        public static implicit operator Tensor(int value) => full([], value, ScalarType.Int32);

        // Also what makes Scalar the better match for a number where a method takes either.
        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);
    }
}
