using System;
using System.Globalization;
using ApiConventions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
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
using Vas.Features.Subscriptions;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddVas();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    if (int.TryParse(app.Configuration["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out var customers))
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<VasDb>();
        var policies = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(default);
        var now = app.Services.GetRequiredService<BusinessClock>().Now();
        await SeededProviders.SeedAsync(db, policies.ScoreTermsAt(now), now, default);
        await SeededSubscriptions.SeedAsync(
            db,
            await db.OfferedServices().ToListAsync(),
            customers,
            policies.SubscriptionTermsAt(now),
            policies.Calendar.Zone,
            now,
            default
        );
    }

    return 0;
}

if (VerifyConsents.IsAsked(args))
{
    return await VerifyConsents.RunAsync(app.Services, Console.Out, default);
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapVas();
await app.RunAsync();
return 0;
