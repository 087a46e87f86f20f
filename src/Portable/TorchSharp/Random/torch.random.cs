namespace TorchSharp;

public static partial class torch
{
    /// <summary>Seeds the process-wide generator.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The process-wide generator.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
