namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with its own state: operators that are given one leave the process-wide one alone.</summary>
    public class Generator : IDisposable
    {
        public unsafe Generator(ulong seed = 0, Device? device = null)
        {
            if (device is not null && device.type != DeviceType.CPU)
                throw new ArgumentException($"A generator must be on cpu, but was asked for on {device}.", nameof(device));
            Operator.Check(NativeMethods.mld_generator_new((long)seed, out var handle));
            Handle = handle;
        }

        private Generator(nint nativeHandle) => Handle = nativeHandle;

        ~Generator() => Dispose(false);

        public static unsafe Generator Default
        {
            get
            {
                Operator.Check(NativeMethods.mld_generator_default(out var handle));
                return new Generator(handle);
            }
        }

        public nint Handle { get; private set; }

        public unsafe Generator manual_seed(long seed)
        {
            Operator.Check(NativeMethods.mld_generator_set_seed(Handle, seed));
            return this;
        }

        public long initial_seed() => NativeMethods.mld_generator_seed(Handle);

        public unsafe Tensor get_state()
        {
            nint state;
            Operator.Check(NativeMethods.mld_generator_state(Handle, &state));
            return new Tensor(state);
        }

        public unsafe void set_state(Tensor value) => Operator.Check(NativeMethods.mld_generator_set_state(Handle, value.Handle));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle == 0)
                return;
            NativeMethods.mld_generator_release(Handle);
            Handle = 0;
        }
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The process-wide generator.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }
    }
}
