namespace Microsoft.ML.AutoML;

/// <summary>How the parts of a pipeline follow each other: <c>*</c> is one after the other, <c>+</c> is one of both.</summary>
public abstract class Entity
{
    public Entity()
    {
    }

    public Entity Left { get; set; } = null!;
    public Entity Right { get; set; } = null!;
    public static Entity operator +(Entity left, Entity right) => new OneOfEntity { Left = left, Right = right };
    public static Entity operator *(Entity left, Entity right) => new ConcatenateEntity { Left = left, Right = right };
    public static Entity FromExpression(string expression) => new EntityParser(expression).Parse();

    /// <summary>The alternatives, each a mere sequence, in the order of the official package, on which grids and defaults rest.</summary>
    internal IEnumerable<Entity> ToTerms() => Alternatives(Expand(this));

    /// <summary>The names in it, in order.</summary>
    internal IEnumerable<string> Names() => this is StringEntity name ? [name.Value] : Left.Names().Concat(Right.Names());

    /// <summary>The same with other names.</summary>
    internal Entity Rename(Func<string, string> rename) => this switch
    {
        StringEntity name => new StringEntity(rename(name.Value)),
        OneOfEntity => Left.Rename(rename) + Right.Rename(rename),
        _ => Left.Rename(rename) * Right.Rename(rename),
    };

    private static Entity Expand(Entity entity) => entity switch
    {
        OneOfEntity => Expand(entity.Left) + Expand(entity.Right),
        ConcatenateEntity => Distribute(Expand(entity.Left), Expand(entity.Right)),
        _ => entity,
    };

    private static Entity Distribute(Entity left, Entity right) => (left, right) switch
    {
        (OneOfEntity, OneOfEntity) => Distribute(left.Left, right.Left) + Distribute(left.Left, right.Right)
            + Distribute(left.Right, right.Left) + Distribute(left.Right, right.Right),
        (OneOfEntity, _) => Distribute(left.Left, right) + Distribute(left.Right, right),
        (_, OneOfEntity) => Distribute(left, right.Left) + Distribute(left, right.Right),
        _ => left * right,
    };

    private static IEnumerable<Entity> Alternatives(Entity entity)
        => entity is OneOfEntity ? Alternatives(entity.Left).Concat(Alternatives(entity.Right)) : [entity];
}

internal sealed class OneOfEntity : Entity
{
    public override string ToString() => $"{Left} + {Right}";
}

internal sealed class ConcatenateEntity : Entity
{
    public override string ToString() => $"{Factor(Left)} * {Factor(Right)}";

    private static string Factor(Entity entity) => entity is OneOfEntity ? $"({entity})" : $"{entity}";
}

internal sealed class StringEntity(string value) : Entity
{
    public string Value { get; } = value;
    public override string ToString() => Value;
}

/// <summary>An estimator that has no name yet.</summary>
internal sealed class EstimatorEntity(Estimator estimator) : Entity
{
    public Estimator Estimator { get; } = estimator;
}

/// <summary>Reads sums of products of names, with parentheses.</summary>
internal sealed class EntityParser(string text)
{
    private int _at;

    public Entity Parse()
    {
        var entity = Sum();
        return Peek() == '\0' ? entity : throw Unexpected();
    }

    private Entity Sum()
    {
        var sum = Product();
        while (Accept('+'))
            sum += Product();
        return sum;
    }

    private Entity Product()
    {
        var product = Factor();
        while (Accept('*'))
            product *= Factor();
        return product;
    }

    private Entity Factor()
    {
        if (Accept('('))
        {
            var inner = Sum();
            return Accept(')') ? inner : throw Unexpected();
        }
        Peek();
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        return _at > start ? new StringEntity(text[start.._at]) : throw Unexpected();
    }

    private bool Accept(char c)
    {
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private char Peek()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length ? text[_at] : '\0';
    }

    // The exception's type is the official package's.
    private NotImplementedException Unexpected() => new($"A schema must be names with +, * and parentheses, but at {_at} was '{text}'.");
}
