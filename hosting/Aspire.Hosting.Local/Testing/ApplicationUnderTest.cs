using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// The application of an AppHost whose Main is running beside the test. Main itself starts it; the test waits for
/// that, and stopping means to let Main come to its end.
/// </summary>
internal sealed class ApplicationUnderTest(EntryPointRun run, DistributedApplication inner)
    : DistributedApplication(inner)
{
    private readonly IHostApplicationLifetime lifetime = inner.Services.GetRequiredService<IHostApplicationLifetime>();
    private readonly ApplicationStart started = inner.Services.GetRequiredService<ApplicationStart>();

    public override async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var first = await Task.WhenAny(started.Completed, run.Ended).WaitAsync(cancellationToken);
        await first;
        if (first == run.Ended)
        {
            throw new InvalidOperationException($"The AppHost ended with exit code {await run.Ended}.");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken = default)
    {
        lifetime.StopApplication();
        await run.Ended.WaitAsync(cancellationToken);
    }

    /// <summary>A failure of Main has been thrown by StartAsync, so it is not thrown a second time here.</summary>
    public override async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.DisposeAsync();
    }

    public override void Dispose()
    {
        StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        base.Dispose();
    }
}

/// <summary>Completed when every resource is on its way.</summary>
internal sealed class ApplicationStart
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Completed => completion.Task;

    internal void Complete() => completion.TrySetResult();
}
