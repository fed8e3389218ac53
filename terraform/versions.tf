terraform {
  # 1.9 brought validation across variables. Checked with 1.11.4.
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # Checked with 5.100.0. Nothing here is read or set that version 6 renames or drops, by its upgrade guide; it has
      # not been run.
      version = ">= 5.100, < 7.0"
    }
  }
}
