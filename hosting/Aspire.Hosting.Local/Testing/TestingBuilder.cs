using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>The builder that Main made and is waiting to build; a test may still add to it.</summary>
internal sealed class TestingBuilder(EntryPointRun run, DistributedApplicationBuilder described)
    : IDistributedApplicationTestingBuilder
{
    private ApplicationUnderTest? application;

    public ConfigurationManager Configuration => described.Configuration;

    public string AppHostDirectory => described.AppHostDirectory;

    public IServiceCollection Services => described.Services;

    public IResourceCollection Resources => described.Resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource => described.AddResource(resource);

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => described.CreateResourceBuilder(resource);

    public DistributedApplication Build() => BuildAsync().GetAwaiter().GetResult();

    public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default)
    {
        run.Build();
        var inner = await run.Application.WaitAsync(cancellationToken);
        return application = new ApplicationUnderTest(run, inner);
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (application is null)
        {
            run.Abandon();
            await ((Task)run.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // it ends by our cancellation
        }
        else
        {
            await application.DisposeAsync();
        }
    }
}
