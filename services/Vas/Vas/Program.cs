using System.Globalization;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;
using Vas;
using Vas.Data;
using Vas.Data.Seeds;
using Vas.Features;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddVas();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    if (int.TryParse(app.Configuration["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out _))
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VasDb>();
        var policies = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(default);
        var now = app.Services.GetRequiredService<BusinessClock>().Now();
        await SeededProviders.SeedAsync(db, policies.ScoreTermsAt(now), now, default);
    }

    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapVas();
await app.RunAsync();
