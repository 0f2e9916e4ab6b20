create database doorstep
