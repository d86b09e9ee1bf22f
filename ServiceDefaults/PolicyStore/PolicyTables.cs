using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rules;

namespace ServiceDefaults.PolicyStore;

/// <summary>How EF Core sees policies: versions as rows, a change with both versions inside it.</summary>
internal static class PolicyTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<PolicyChange>(change =>
        {
            change.ToTable("PolicyChanges");
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Version).IsConcurrencyToken();
            change.Property(c => c.Status).HasConversion<string>();
            change
                .Property(c => c.Current)
                .HasColumnType("jsonb")
                .HasConversion(version => Write(version), json => Read<PolicyVersion>(json));
            change
                .Property(c => c.Proposed)
                .HasColumnType("jsonb")
                .HasConversion(version => Write(version), json => Read<PolicyVersion>(json));
        });
        model.Entity<PolicyVersion>(version =>
        {
            version.ToTable("PolicyVersions");
            version.HasKey(v => new
            {
                v.Key,
                v.Jurisdiction,
                v.Version,
                v.Unit,
                v.Clock,
            });
            version.Property(v => v.Version).ValueGeneratedNever();
            version.Property(v => v.Clock).HasConversion<string>();
            version.Property(v => v.Change).HasConversion<string>();
            version
                .Property(v => v.Value)
                .HasColumnType("jsonb")
                .HasConversion(value => Write(value), json => Read<PolicyValue>(json));
        });
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, PolicyJson.Stored);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, PolicyJson.Stored)!;
}
