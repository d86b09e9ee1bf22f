using System;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One run of an AppHost's Main inside a test process. The builder that Main creates finds this object in the flow of
/// its thread, so several runs do not meet.
/// </summary>
internal sealed class EntryPointRun(
    Assembly assembly,
    string[] args,
    Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure
)
{
    private static readonly AsyncLocal<EntryPointRun?> Flow = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> builder = new(Later);
    private readonly TaskCompletionSource<DistributedApplication> application = new(Later);
    private readonly TaskCompletionSource<int> ended = new(Later);
    private readonly TaskCompletionSource mayBuild = new(Later);

    internal static EntryPointRun? Current => Flow.Value;

    internal Assembly Assembly => assembly;

    /// <summary>Set when Main has described everything and is about to build; it waits there.</summary>
    internal Task<DistributedApplicationBuilder> Described => builder.Task;

    internal Task<DistributedApplication> Application => application.Task;

    /// <summary>Main's exit code.</summary>
    internal Task<int> Ended => ended.Task;

    internal void Start()
    {
        var main = assembly.EntryPoint ?? throw new InvalidOperationException($"{assembly} has no entry point.");
        new Thread(() => Run(main)) { IsBackground = true, Name = $"{assembly.GetName().Name}.Main" }.Start();
    }

    internal void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.DisableDashboard = true;
        settings.Args = [.. settings.Args ?? [], "--DcpPublisher:RandomizePorts=true"];
        configure(options, settings);
    }

    internal void Building(DistributedApplicationBuilder described)
    {
        builder.TrySetResult(described);
        mayBuild.Task.GetAwaiter().GetResult(); // Build is synchronous, so the thread that Main is on waits here
    }

    internal void Build() => mayBuild.TrySetResult();

    /// <summary>Main, waiting in Build, gets an exception there and ends.</summary>
    internal void Abandon() => mayBuild.TrySetCanceled();

    internal void Built(DistributedApplication built) => application.TrySetResult(built);

    private static TaskCreationOptions Later => TaskCreationOptions.RunContinuationsAsynchronously;

    private void Run(MethodInfo main)
    {
        Flow.Value = this;
        try
        {
            object?[] parameters = main.GetParameters().Length == 0 ? [] : [args];
            var code = main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null) as int? ?? 0;
            Fail(new InvalidOperationException($"The AppHost ended with exit code {code} before it was built."));
            ended.TrySetResult(code);
        }
        catch (Exception failure)
        {
            Fail(failure);
            ended.TrySetException(failure);
        }
    }

    private void Fail(Exception reason)
    {
        builder.TrySetException(reason);
        application.TrySetException(reason);
    }
}
