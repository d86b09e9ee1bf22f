using System;
using System.Linq;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class DistributedApplicationBuilderExtensions
{
    /// <summary>A builder for a resource that is already in the model, as tests need it to add to one.</summary>
    public static IResourceBuilder<T> CreateResourceBuilder<T>(this IDistributedApplicationBuilder builder, string name)
        where T : IResource =>
        builder.Resources.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase)) switch
        {
            T found => builder.CreateResourceBuilder(found),
            null => throw new InvalidOperationException($"There is no resource '{name}'."),
            var other => throw new InvalidOperationException($"'{name}' is a {other.GetType().Name}."),
        };
}
