using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a resource in the making: strings, or <see cref="IValueProvider"/>s resolved later.</summary>
public class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(IResource resource, CancellationToken cancellationToken)
    {
        Resource = resource;
        CancellationToken = cancellationToken;
    }

    public IResource Resource { get; }

    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    public CancellationToken CancellationToken { get; }
}

internal sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback)
    : IResourceAnnotation;

internal sealed record CommandLineArgsAnnotation(IReadOnlyList<string> Args) : IResourceAnnotation;
