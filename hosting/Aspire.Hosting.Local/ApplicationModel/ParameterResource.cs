using System;
using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that the operator gives, or that is generated once and kept.</summary>
public class ParameterResource : Resource, IManifestExpressionProvider, IValueProvider
{
    private readonly Lazy<string> value;

    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        value = new Lazy<string>(() => callback(Default));
        Secret = secret;
    }

    public ParameterDefault? Default { get; set; }

    public bool Secret { get; }

    public string ValueExpression => $"{{{Name}.value}}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => new(value.Value);
}

public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}
