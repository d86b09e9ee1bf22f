using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AppHost;

/// <summary>What a person sees once the platform is up: where it is, how to get in, what to try first.</summary>
internal static class Welcome
{
    public static async Task WhenReady(
        DistributedApplication app,
        IResourceBuilder<ProjectResource> gateway,
        string data,
        bool isSeeded
    )
    {
        var stopping = app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var endpoints = Find(app, gateway);
        if (endpoints.DashboardLogin is { } login)
        {
            Console.WriteLine($"Starting. Watch it at {login}");
        }

        try
        {
            await new Readiness(app).WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return; // stopped before it was ready
        }

        endpoints.Write(data);
        Console.WriteLine(Text(endpoints, data, isSeeded));
    }

    private static Endpoints Find(DistributedApplication app, IResourceBuilder<ProjectResource> gateway)
    {
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        var endpoints = new Endpoints(gateway.GetEndpoint("http").Url, Environment.ProcessId);
        return
            app
                .Services.GetRequiredService<DistributedApplicationModel>()
                .Resources.FirstOrDefault(resource => resource.Name == "aspire-dashboard")
                is IResourceWithEndpoints dashboard
            && new EndpointReference(dashboard, "http") is { IsAllocated: true, Url: var url }
            ? endpoints with
            {
                Dashboard = url,
                DashboardLogin = $"{url}/login?t={configuration["AppHost:BrowserToken"]}",
                DashboardApiKey = configuration["AppHost:DashboardApiKey"],
            }
            : endpoints;
    }

    // The account that the demonstration's customer token is bound to (gateway: Auth:DemoAccount; Billing: seed).
    private const string DemoReference =
        ""","relatedEntity":[{"id":"0190a000-0000-7000-8000-000000000001","role":"account","@referredType":"BillingAccount"}]""";

    private static string Text(Endpoints endpoints, string data, bool isSeeded) =>
        $$"""

            The platform is ready.
              Gateway      {{endpoints.Gateway}}
              Dashboard    {{endpoints.DashboardLogin ?? "(off)"}}
              Credentials  {{Path.Combine(data, "credentials.json")}}

            A token, a complaint, the messages the customer got for it:
              TOKEN=$(./token --data "{{data}}")
              curl -s {{endpoints.Gateway}}/tmf-api/troubleTicket/v4/troubleTicket -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"description":"宽带每晚八点后断线","severity":"major","ticketType":"fault"{{(
                isSeeded ? DemoReference : ""
            )}}}'
              curl -s {{endpoints.Gateway}}/tmf-api/communicationManagement/v4/communicationMessage -H "Authorization: Bearer $TOKEN"

            Ctrl-C stops everything.
            """;
}
