using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestrator;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>
    /// A value from the configuration key <c>Parameters:{name}</c>, else the default; a persisted default is made
    /// once and is the same at every later start.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        ParameterDefault value,
        bool secret = false,
        bool persist = false
    ) => builder.AddResource(Create(builder, name, value, secret, persist));

    internal static ParameterResource Password(IDistributedApplicationBuilder builder, string name)
    {
        // Without special characters, so that it stands unescaped in connection strings and URLs.
        var generated = new GenerateParameterDefault { MinLength = 24, Special = false };
        return builder.AddResource(Create(builder, name, generated, secret: true, persist: true)).Resource;
    }

    private static ParameterResource Create(
        IDistributedApplicationBuilder builder,
        string name,
        ParameterDefault value,
        bool secret,
        bool persist
    )
    {
        var kept = new KeptParameters(builder.Configuration, builder.AppHostDirectory);
        return new ParameterResource(
            name,
            make =>
                builder.Configuration[$"Parameters:{name}"]
                ?? (persist ? kept.GetOrAdd(name, make!.GetDefaultValue) : make!.GetDefaultValue()),
            secret
        )
        {
            Default = value,
        };
    }
}
