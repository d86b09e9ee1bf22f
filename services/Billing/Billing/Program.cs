using System.Globalization;
using ApiConventions;
using Billing;
using Billing.Data;
using Billing.Data.Seeds;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rules;
using ServiceDefaults;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults().AddApiConventions().AddBilling();

await using var app = builder.Build();
if (ServiceHost.IsMigration(args))
{
    await app.MigrateAsync();
    if (int.TryParse(app.Configuration["seed"], NumberStyles.None, CultureInfo.InvariantCulture, out var customers))
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BillingDb>();
        var policies = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(default);
        var clock = app.Services.GetRequiredService<BusinessClock>();
        await SeededOperator.SeedAsync(db, customers, clock.Now().DateIn(policies.Calendar.Zone), clock, default);
    }

    return;
}

app.UseHttpServerSpans();
app.UseApiConventions().UseWriteConventions().UseServiceDefaults().MapBilling();
await app.RunAsync();
