terraform {
  # 1.9 brought validation across variables. Checked with 1.11.4.
  required_version = ">= 1.9, < 2.0"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # Checked with 5.100.0. Version 6 renames what this module reads (the region's name) and is not checked.
      version = "~> 5.100"
    }
  }
}
