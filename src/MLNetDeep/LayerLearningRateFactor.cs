namespace MLNetDeep;

/// <summary>How fast some layers learn, beside the others.</summary>
/// <param name="Pattern">
/// The layers by position (<c>3</c>, or <c>1-4</c>) or kind (<c>conv</c>), or tensors (<c>3.weight</c>); * stands for any text.
/// </param>
/// <param name="Factor">What their step size is multiplied by: finite and at least 0.</param>
public sealed record LayerLearningRateFactor(string Pattern, double Factor);
